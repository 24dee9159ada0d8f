/** Code of the reason why a file cannot be a cover. Permanent; texts are found by it. */
export type PictureRejection = 'not-a-picture' | 'picture-too-large' | 'picture-unreadable'

/** Maximum size of a picture file, in bytes: a larger one was probably chosen by mistake. */
export const maxPictureBytes = 30_000_000

/** Whether a file is a JPEG, PNG or WebP. Checks the first bytes, because the file name may be wrong. */
export function isPicture(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, 12))
  return (
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    (text.startsWith('RIFF') && text.slice(8) === 'WEBP')
  )
}
