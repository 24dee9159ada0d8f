import type { FailureText } from '../../message.ts'

/** A text for each failure code: loaded when a failure is possible. */
export const texts = {
  'invalid-request': {
    what: 'The studio and its server do not understand each other.',
    todo: 'Reload the page and try again.',
  },
  'invalid-name': {
    what: 'The file name cannot be published.',
    todo: 'Rename the file: it needs an extension such as .mp4, and none of \\ / : * ? " < > |.',
  },
  'not-a-video': { what: 'The file is not a video.', todo: 'Choose a video file.' },
  'empty-file': { what: 'The file is empty.', todo: 'Choose another file.' },
  'file-too-large': {
    what: 'The file is larger than this studio takes.',
    todo: 'Make it smaller, or ask the operator to raise the limit.',
  },
  'not-signed-in': {
    what: 'You are not signed in any more.',
    todo: 'Sign in again, then retry.',
  },
  'invite-invalid': {
    what: 'This invitation is not valid.',
    todo: 'Check that the link is complete, or ask for a new one.',
  },
  'invite-expired': { what: 'This invitation has expired.', todo: 'Ask for a new one.' },
  'invite-used': {
    what: 'This invitation has been used already.',
    todo: 'Ask for a new one, or use the browser you opened it in.',
  },
  'video-private': {
    what: 'The video is private.',
    todo: 'Ask its creator to make it public.',
  },
  'not-permitted': {
    what: 'Your account may not upload here.',
    todo: 'Ask the operator for permission.',
  },
  'origin-not-allowed': {
    what: 'This page may not talk to the studio’s server.',
    todo: 'Open the studio itself.',
  },
  'callback-refused': {
    what: 'The request was refused.',
    todo: 'Reload the page and try again.',
  },
  'route-not-found': {
    what: 'The studio and its server do not fit together.',
    todo: 'Reload the page and try again.',
  },
  'upload-not-found': {
    what: 'The server does not know this upload any more.',
    todo: 'Retry to upload it again.',
  },
  'video-not-found': { what: 'There is no such video.', todo: 'Check the address.' },
  'method-not-allowed': {
    what: 'The studio and its server do not fit together.',
    todo: 'Reload the page and try again.',
  },
  'upload-closed': { what: 'This upload is over.', todo: 'Retry to start a new one.' },
  'body-too-large': { what: 'The request was too large.', todo: 'Shorten the file name.' },
  'daily-limit': {
    what: 'You have reached today’s number of uploads.',
    todo: 'Go on tomorrow, or ask the operator to raise the limit.',
  },
  'too-many-uploads': {
    what: 'Too many of your uploads are under way.',
    todo: 'Let one finish, or cancel and remove one, then retry.',
  },
  'too-many-requests': { what: 'That was a lot at once.', todo: 'Wait a minute, then retry.' },
  'internal-error': {
    what: 'Something went wrong on the server.',
    todo: 'Retry; if it stays, tell the operator when it happened.',
  },
  'format-not-supported': {
    what: 'The studio and its server do not fit together.',
    todo: 'Reload the page and try again.',
  },
  'not-configured': {
    what: 'This studio is not set up yet.',
    todo: 'The operator finds what is missing in the server’s log.',
  },
  'issuer-unavailable': {
    what: 'The sign-in service cannot be reached.',
    todo: 'Try again in a moment.',
  },
  'vod-unavailable': {
    what: 'Tencent Cloud VOD cannot be reached.',
    todo: 'Retry in a moment.',
  },
  'network-lost': {
    what: 'The connection was lost for too long.',
    todo: 'Check your network, then retry: what has arrived is not sent again.',
  },
  'signature-expired': {
    what: 'The permission for this upload ran out.',
    todo: 'Retry: what has arrived is not sent again.',
  },
  'signature-refused': {
    what: 'Tencent Cloud VOD refused the permission for this upload.',
    todo: 'Tell the operator: the studio’s key or clock may be wrong.',
  },
  'storage-refused': {
    what: 'The storage refused the file.',
    todo: 'Retry; if it stays, tell the operator.',
  },
  'session-expired': {
    what: 'The upload took too long and was given up by the storage.',
    todo: 'Retry to go on.',
  },
  'file-unreadable': {
    what: 'The file cannot be read any more.',
    todo: 'Remove it here and choose it again: it may have been moved or changed.',
  },
  'processing-failed': {
    what: 'The video was uploaded but could not be prepared for playing.',
    todo: 'Check that the file plays on your device, or convert it to MP4.',
  },
  'upload-abandoned': {
    what: 'The video is not there any more.',
    todo: 'Remove it here, and upload it again if you want it back.',
  },
  'compression-failed': {
    what: 'The video could not be compressed here.',
    todo: 'Nothing is lost: upload the original, or retry.',
  },
  'cover-failed': {
    what: 'The cover could not be sent; the video does not suffer from it.',
    todo: 'Retry, or choose another picture.',
  },
  'cover-unreadable': {
    what: 'The chosen cover cannot be read any more; the video does not suffer from it.',
    todo: 'Choose another picture.',
  },
  'vod-refused': {
    what: 'Tencent Cloud VOD refused the upload.',
    todo: 'Retry; if it stays, tell the operator.',
  },
  unexpected: {
    what: 'Something unexpected happened.',
    todo: 'Retry; if it stays, reload the page.',
  },
} satisfies Record<string, FailureText>
