import * as v from 'valibot'

/** The days for which a link to a private video can be valid. */
export const linkDays = [1, 7, 30] as const

/** 96 random bits in base64url. The id of a link gives no right. */
export const LinkId = v.pipe(v.string(), v.regex(/^[\w-]{16}$/), v.brand('LinkId'))
export type LinkId = v.InferOutput<typeof LinkId>

/** Whether a value from outside has the form of the id of a link. */
export const isLinkId = (value: unknown): value is LinkId => v.is(LinkId, value)

/** Query parameter of a page's address that contains the token of a link. */
export const linkParameter = 'link'

/** `POST /api/uploads/:uploadId/links` */
export const MakeLink = v.strictObject({ days: v.picklist(linkDays) })
export type MakeLink = v.InferOutput<typeof MakeLink>

/** A link with which anyone can watch a private video until it expires. */
export const PrivateLink = v.object({
  linkId: LinkId,
  /** Path and query of the watch page. Contains the token. */
  path: v.string(),
  /** Unix milliseconds. */
  createdAt: v.number(),
  expiresAt: v.number(),
})
export type PrivateLink = v.InferOutput<typeof PrivateLink>

/** `GET /api/uploads/:uploadId/links`: the links that are valid, newest first. */
export const PrivateLinks = v.object({ links: v.array(PrivateLink) })
export type PrivateLinks = v.InferOutput<typeof PrivateLinks>
