import * as v from 'valibot'

/** An origin or URL told to the browser, `''` where Tencent's own host is meant. */
const Endpoint = v.union([v.literal(''), v.pipe(v.string(), v.url())])

/** `GET /api/config`: what a page needs to know, and nothing secret. */
export const PublicConfig = v.object({
  authMode: v.picklist(['invite', 'access', 'jwt', 'local']),
  /** Largest source file, in bytes. */
  maxFileBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  endpoints: v.object({ upload: Endpoint, cos: Endpoint }),
})
export type PublicConfig = v.InferOutput<typeof PublicConfig>
