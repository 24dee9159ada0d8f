import * as v from 'valibot'

const Url = v.pipe(v.string(), v.url())

/** The name of a studio whose operator has set none. */
export const defaultStudioName = 'Reelferry'

/** How the operator presents the studio. Everybody can read it. */
export const StudioSettings = v.object({
  name: v.string(),
  /** A square image, which replaces the mark of Reelferry. */
  logo: v.optional(Url),
  /** CSS custom properties that replace the accent colour of the pages, for both themes. */
  accent: v.optional(v.record(v.string(), v.string())),
  /** Links at the foot of the pages. */
  footer: v.array(v.object({ label: v.string(), url: Url })),
  /** The person to contact: an e-mail address, or the URL of a page. */
  contact: v.optional(v.string()),
})
export type StudioSettings = v.InferOutput<typeof StudioSettings>
