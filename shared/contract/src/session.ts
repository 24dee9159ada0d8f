import * as v from 'valibot'

/** The signed-in creator. */
export const Session = v.object({
  creator: v.object({
    creatorId: v.string(),
    name: v.string(),
    permissions: v.array(v.literal('video:upload')),
  }),
})
export type Session = v.InferOutput<typeof Session>

/** `POST /api/session`: exchanges an invitation for a session cookie. */
export const SignIn = v.strictObject({
  invite: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
})
export type SignIn = v.InferOutput<typeof SignIn>
