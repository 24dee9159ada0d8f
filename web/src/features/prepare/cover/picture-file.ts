/** Why a file is no picture for a cover. Permanent; translated by code. */
export type PictureRefusal = 'not-a-picture' | 'picture-too-large' | 'picture-unreadable'

/** Bytes beyond which a file is no picture that somebody chose on purpose. */
export const largestPicture = 30_000_000

/** Pixels of the longer side of a cover: more is shown nowhere. */
const longestSide = 1920

/** The kinds of pictures that are taken, by their first bytes: not by a name that anybody may give. */
export function isPicture(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head.subarray(0, 12))
  return (
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG\r\n\x1a\n') ||
    (text.startsWith('RIFF') && text.slice(8) === 'WEBP')
  )
}

/** The size of a cover made of a picture: its own, or scaled down. In pixels. */
export function coverSize({ width, height }: { width: number; height: number }): {
  width: number
  height: number
} {
  const scale = Math.min(1, longestSide / Math.max(width, height))
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  }
}
