import * as v from 'valibot'

/** All problem codes. Separate from {@link problems}, so that the studio does not load the texts. */
export const ProblemCode = v.picklist([
  'invalid-request',
  'invalid-name',
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
    title: 'The request is not valid.',
    action: 'Send a body and parameters as documented.',
  },
  'invalid-name': {
    status: 400,
    title: 'The file name cannot be published.',
    action: 'Rename the file: use an extension and none of \\ / : * ? " < > |.',
  },
  'not-a-video': {
    status: 400,
    title: 'The file is not a video.',
    action: 'Choose a video file.',
  },
  'empty-file': { status: 400, title: 'The file is empty.', action: 'Choose another file.' },
  'file-too-large': {
    status: 400,
    title: 'The file is larger than this studio accepts.',
    action: 'Compress the video, or ask the operator to raise the limit.',
  },
  'not-signed-in': {
    status: 401,
    title: 'Nobody is signed in.',
    action: 'Open your invitation link, or sign in again.',
  },
  'invite-invalid': {
    status: 401,
    title: 'The invitation is not valid.',
    action: 'Ask the operator for a new invitation link.',
  },
  'invite-expired': {
    status: 401,
    title: 'The invitation has expired.',
    action: 'Ask the operator for a new invitation link.',
  },
  'invite-used': {
    status: 401,
    title: 'The invitation has already been used.',
    action: 'Ask the operator for a new invitation link.',
  },
  'video-private': {
    status: 401,
    title: 'The video is private.',
    action: 'Ask its creator to make it public or unlisted.',
  },
  'not-permitted': {
    status: 403,
    title: 'This account is not allowed to upload.',
    action: 'Ask the operator for the permission video:upload.',
  },
  'origin-not-allowed': {
    status: 403,
    title: 'Requests from this origin are not accepted.',
    action: 'Use the studio itself, or ask the operator to allow the origin.',
  },
  'callback-refused': {
    status: 403,
    title: 'The notification is not authentic.',
    action: 'Check the notification URL and the sign key in the configuration of VOD.',
  },
  'route-not-found': {
    status: 404,
    title: 'This route does not exist.',
    action: 'Check the address.',
  },
  'upload-not-found': {
    status: 404,
    title: 'This upload does not exist.',
    action: 'Check the address, or start the upload again.',
  },
  'video-not-found': {
    status: 404,
    title: 'This video does not exist.',
    action: 'Check the address.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This route does not support the method.',
    action: 'Use a method that the Allow header lists.',
  },
  'upload-closed': {
    status: 409,
    title: 'This upload has ended.',
    action: 'Start a new upload.',
  },
  'body-too-large': {
    status: 413,
    title: 'The request body is too large.',
    action: 'Send a smaller body.',
  },
  'daily-limit': {
    status: 429,
    title: 'The daily limit of uploads is reached.',
    action: 'Continue tomorrow, or ask the operator to raise the limit.',
  },
  'too-many-uploads': {
    status: 429,
    title: 'Too many uploads are in progress.',
    action: 'Wait until one finishes, or delete one, then try again.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests.',
    action: 'Wait a minute and try again.',
  },
  'internal-error': {
    status: 500,
    title: 'An internal error occurred.',
    action: 'Try again. If it happens again, report the time to the operator.',
  },
  'format-not-supported': {
    status: 501,
    title: 'The requested format is not supported.',
    action: 'Request json or xml.',
  },
  'not-configured': {
    status: 503,
    title: 'This studio is not configured yet.',
    action: 'The log of the Worker names the missing variables.',
  },
  'issuer-unavailable': {
    status: 503,
    title: 'The sign-in service cannot be reached.',
    action: 'Try again in a moment.',
  },
  'vod-unavailable': {
    status: 503,
    title: 'Tencent Cloud VOD cannot be reached.',
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
