import * as v from 'valibot'

/** All problem codes. Separate from {@link problems}, so that the studio does not load the texts. */
export const ProblemCode = v.picklist([
  'invalid-request',
  'invalid-name',
  'invalid-schedule',
  'not-a-video',
  'empty-file',
  'file-too-large',
  'not-signed-in',
  'invite-invalid',
  'invite-expired',
  'invite-used',
  'video-private',
  'not-permitted',
  'origin-not-allowed',
  'callback-refused',
  'route-not-found',
  'upload-not-found',
  'video-not-found',
  'method-not-allowed',
  'upload-closed',
  'reply-closed',
  'no-previous-file',
  'body-too-large',
  'daily-limit',
  'too-many-uploads',
  'too-many-requests',
  'internal-error',
  'format-not-supported',
  'not-configured',
  'issuer-unavailable',
  'vod-unavailable',
])
export type ProblemCode = v.InferOutput<typeof ProblemCode>

/**
 * Every error answer of the edge by its permanent code. The edge sends it as RFC 9457 problem details. The studio
 * translates the code; `title` and `action` are for logs and other clients.
 */
export const problems = {
  'invalid-request': {
    status: 400,
    title: 'Invalid request.',
    action: 'Send a body and parameters of the documented shape.',
  },
  'invalid-name': {
    status: 400,
    title: 'This file name can’t be published.',
    action: 'Send a name that isn’t blank and has at most 255 characters.',
  },
  'invalid-schedule': {
    status: 400,
    title: 'These times can’t be used.',
    action: 'Choose a time to unlist that is later than the time to publish.',
  },
  'not-a-video': {
    status: 400,
    title: 'The file isn’t a video.',
    action: 'Choose a video file.',
  },
  'empty-file': { status: 400, title: 'The file is empty.', action: 'Choose another file.' },
  'file-too-large': {
    status: 400,
    title: 'The file is over the size limit.',
    action: 'Compress the video, or ask the admin to raise the limit.',
  },
  'not-signed-in': {
    status: 401,
    title: 'Not signed in.',
    action: 'Open your invitation link, or sign in again.',
  },
  'invite-invalid': {
    status: 401,
    title: 'This invitation isn’t valid.',
    action: 'Ask the admin for a new link.',
  },
  'invite-expired': {
    status: 401,
    title: 'This invitation has expired.',
    action: 'Ask the admin for a new link.',
  },
  'invite-used': {
    status: 401,
    title: 'This invitation was already used.',
    action: 'Ask the admin for a new link.',
  },
  'video-private': {
    status: 401,
    title: 'This video is private.',
    action: 'Ask its owner to make it public or unlisted.',
  },
  'not-permitted': {
    status: 403,
    title: 'You don’t have permission to upload.',
    action: 'Ask the admin for the permission video:upload.',
  },
  'origin-not-allowed': {
    status: 403,
    title: 'Requests from this origin aren’t allowed.',
    action: 'Use the studio itself, or ask the admin to allow the origin.',
  },
  'callback-refused': {
    status: 403,
    title: 'The notification isn’t authentic.',
    action: 'Check the notification URL and the signing key set in VOD.',
  },
  'route-not-found': {
    status: 404,
    title: 'Not found.',
    action: 'Check the address.',
  },
  'upload-not-found': {
    status: 404,
    title: 'Upload not found.',
    action: 'Check the address, or start the upload again.',
  },
  'video-not-found': {
    status: 404,
    title: 'Video not found.',
    action: 'Check the address.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed.',
    action: 'Use a method named in the Allow header.',
  },
  'upload-closed': {
    status: 409,
    title: 'This upload has ended.',
    action: 'Start a new upload.',
  },
  'reply-closed': {
    status: 409,
    title: 'You can’t reply to this decision.',
    action: 'Reload the page. You can reply once after a video was blocked.',
  },
  'no-previous-file': {
    status: 409,
    title: 'This video has no previous file.',
    action: 'Reload the page. A previous file is kept for 30 days.',
  },
  'body-too-large': {
    status: 413,
    title: 'The request is too large.',
    action: 'Reduce the request size.',
  },
  'daily-limit': {
    status: 429,
    title: 'Today’s upload limit is reached.',
    action: 'Try again tomorrow, or ask the admin to raise the limit.',
  },
  'too-many-uploads': {
    status: 429,
    title: 'Too many uploads at once.',
    action: 'Wait for one to finish, or delete one, then try again.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests.',
    action: 'Wait a minute, then try again.',
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong.',
    action: 'Try again. If it keeps happening, tell the admin when it happened.',
  },
  'format-not-supported': {
    status: 501,
    title: 'Format not supported.',
    action: 'Ask for json or xml.',
  },
  'not-configured': {
    status: 503,
    title: 'This studio isn’t configured yet.',
    action: 'The admin finds what’s missing in the Worker’s log.',
  },
  'issuer-unavailable': {
    status: 503,
    title: 'The sign-in service isn’t responding.',
    action: 'Try again in a moment.',
  },
  'vod-unavailable': {
    status: 503,
    title: 'Tencent Cloud VOD isn’t responding.',
    action: 'Try again in a moment.',
  },
} as const satisfies Record<ProblemCode, { status: number; title: string; action: string }>

/** RFC 9457 body, `application/problem+json`. It never contains submitted values. */
export const Problem = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  code: ProblemCode,
})
export type Problem = v.InferOutput<typeof Problem>

/** The problem body of a code. */
export function problem(code: ProblemCode): Problem {
  const { status, title, action } = problems[code]
  return { type: `urn:reelferry:problem:${code}`, title, status, detail: action, code }
}
