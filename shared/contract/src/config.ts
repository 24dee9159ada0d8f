import * as v from 'valibot'
import { StudioSettings } from './studio.ts'

/** An origin or URL that the browser uses; `''` means Tencent's own host. */
const Endpoint = v.union([v.literal(''), v.pipe(v.string(), v.url())])

/** `GET /api/config`: the public configuration of a page. Contains no secret. */
export const PublicConfig = v.object({
  authMode: v.picklist(['invite', 'access', 'jwt', 'local']),
  /** Maximum size of a source file, bytes. */
  maxFileBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  endpoints: v.object({ upload: Endpoint, cos: Endpoint }),
  studio: StudioSettings,
  /** Whether viewers can report videos; absent means no. */
  reports: v.optional(v.boolean()),
})
export type PublicConfig = v.InferOutput<typeof PublicConfig>

/** Settings that the Worker writes into each page, so that it is there before the first paint. */
export interface PageSettings extends Pick<PublicConfig, 'authMode' | 'studio' | 'reports'> {
  /** The browser sent no session for this page. Absent if the Worker cannot know, because another service signs in. */
  isSignedOut?: true
}
