import { splitName } from './source-file.ts'

/** Maximum number of characters of a file name at VOD. */
const maxVodNameLength = 64

/** Names that Windows reserves for devices, with or without an extension. */
const reservedName = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Returns the name of a video at VOD, without the extension. The SDK rejects some characters; others are not safe in
 * the names of downloaded files.
 */
export function vodNameOf(name: string): string {
  const cleaned = splitName(name)
    .base.normalize('NFC')
    .replaceAll(/[\\/:*?"<>|\p{Cc}\p{Cs}\p{Bidi_Control}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '')
  const characters = Array.from(cleaned)
    .slice(0, maxVodNameLength)
    .join('')
    .replace(/[\s.]+$/, '')
  if (!characters) return 'video'
  return reservedName.test(characters.split('.', 1)[0] ?? '') ? `_${characters}` : characters
}
