import type { FailureText } from '../../message.ts'

/** A text for each failure code: loaded when a failure is possible. */
export const texts = {
  'invalid-request': { what: 'This page is out of date.', todo: 'Reload to continue.' },
  'invalid-name': {
    what: 'This file name won’t work.',
    todo: 'Give the file a shorter name, then choose it again.',
  },
  'invalid-schedule': {
    what: 'These times won’t work.',
    todo: 'Choose a time to unlist that is later than the time to publish.',
  },
  'not-a-video': { what: 'This file isn’t a video.', todo: 'Choose a video file.' },
  'empty-file': { what: 'This file is empty.', todo: 'Choose another file.' },
  'file-too-large': {
    what: 'This file is too large.',
    todo: 'Choose a lower quality, or ask your admin to raise the limit.',
  },
  'not-signed-in': { what: 'You’ve been signed out.', todo: 'Sign in again, then retry.' },
  'invite-invalid': {
    what: 'This invitation doesn’t work.',
    todo: 'Check that the link is complete, or ask for a new one.',
  },
  'invite-expired': {
    what: 'This invitation has expired.',
    todo: 'Ask your admin for a new link.',
  },
  'invite-used': {
    what: 'This invitation was already used.',
    todo: 'Open the studio in the browser you used, or ask for a new link.',
  },
  'video-private': {
    what: 'This video is private.',
    todo: 'Ask its owner to change its visibility.',
  },
  'not-permitted': {
    what: 'You don’t have permission to upload.',
    todo: 'Ask your admin for access.',
  },
  'origin-not-allowed': {
    what: 'Uploads aren’t allowed from this site.',
    todo: 'Open the studio itself.',
  },
  'callback-refused': {
    what: 'The request was refused.',
    todo: 'Reload the page and try again.',
  },
  'route-not-found': { what: 'This page is out of date.', todo: 'Reload to continue.' },
  'upload-not-found': { what: 'This upload has expired.', todo: 'Retry to start over.' },
  'video-not-found': {
    what: 'Video not found.',
    todo: 'The link may be wrong or incomplete.',
  },
  'method-not-allowed': { what: 'This page is out of date.', todo: 'Reload to continue.' },
  'upload-closed': { what: 'This upload has ended.', todo: 'Retry to start a new one.' },
  'reply-closed': {
    what: 'You can’t reply to this decision.',
    todo: 'Reload the page to see its current state.',
  },
  'no-previous-file': {
    what: 'This video has no previous file.',
    todo: 'Reload the page to see its current state.',
  },
  'body-too-large': {
    what: 'That’s too much text.',
    todo: 'Shorten the title, description or file name.',
  },
  'daily-limit': {
    what: 'You’ve reached today’s upload limit.',
    todo: 'Try again tomorrow, or ask your admin to raise it.',
  },
  'too-many-uploads': {
    what: 'Too many uploads at once.',
    todo: 'Wait for one to finish, then retry.',
  },
  'too-many-requests': { what: 'Too many requests.', todo: 'Wait a minute, then retry.' },
  'internal-error': {
    what: 'Something went wrong on our side.',
    todo: 'Try again. If it keeps happening, contact your admin.',
  },
  'format-not-supported': { what: 'This page is out of date.', todo: 'Reload to continue.' },
  'not-configured': {
    what: 'This studio isn’t set up yet.',
    todo: 'Ask your admin to finish setup.',
  },
  'issuer-unavailable': {
    what: 'Sign-in isn’t available right now.',
    todo: 'Try again in a moment.',
  },
  'vod-unavailable': {
    what: 'The video service isn’t responding.',
    todo: 'Try again in a moment.',
  },
  'network-lost': { what: 'Connection lost.', todo: 'Retry to resume where you left off.' },
  'signature-expired': {
    what: 'Your upload session expired.',
    todo: 'Retry to resume where you left off.',
  },
  'signature-refused': {
    what: 'The upload wasn’t authorized.',
    todo: 'Contact your admin: the studio’s key or clock may be wrong.',
  },
  'storage-refused': {
    what: 'The upload was rejected.',
    todo: 'Try again, or contact your admin.',
  },
  'session-expired': { what: 'This upload timed out.', todo: 'Retry to resume.' },
  'file-unreadable': {
    what: 'We can’t read this file anymore.',
    todo: 'It may have moved or changed. Choose it again.',
  },
  'processing-failed': {
    what: 'We couldn’t process this video.',
    todo: 'Check that it plays on your device, or convert it to MP4.',
  },
  'upload-abandoned': {
    what: 'This video no longer exists.',
    todo: 'Upload it again to restore it.',
  },
  'compression-failed': {
    what: 'Compression failed.',
    todo: 'Retry, or upload the original.',
  },
  'compression-not-loaded': {
    what: 'Compression couldn’t start: part of the studio didn’t load.',
    todo: 'Check your connection and retry, or upload the original.',
  },
  'compression-stalled': {
    what: 'Compression stopped: your browser can’t finish this video.',
    todo: 'Upload the original, or retry in another browser.',
  },
  'storage-full': {
    what: 'Your device is out of storage.',
    todo: 'Free up some space and retry, or upload the original.',
  },
  'storage-unavailable': {
    what: 'Your browser stopped storing files for this page.',
    todo: 'Retry in a normal window instead of a private one, or upload the original.',
  },
  'request-blocked': {
    what: 'Your browser blocked the upload.',
    todo: 'Turn off extensions that block requests on this page, then retry.',
  },
  'cover-failed': {
    what: 'The cover didn’t upload. Your video is fine.',
    todo: 'Retry, or choose another image.',
  },
  'cover-unreadable': {
    what: 'We can’t read the cover anymore. Your video is fine.',
    todo: 'Choose another image.',
  },
  'vod-refused': {
    what: 'The upload was rejected.',
    todo: 'Try again, or contact your admin.',
  },
  unexpected: {
    what: 'Something went wrong.',
    todo: 'Try again, or reload the page.',
  },
} satisfies Record<string, FailureText>
