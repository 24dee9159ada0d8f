import type { ProblemCode } from './problems.ts'
import { formatOfExtension, formatOfType, type VideoFormat } from './video-formats.ts'

/** Maximum length of a file name in UTF-16 code units. */
const maxNameLength = 255

/** The properties of a source file that are validated before an upload. `size` is in bytes. */
export interface SourceFile {
  name: string
  size: number
  type: string
}

/**
 * Splits a file name at its last dot: `My clip.v2.MP4` becomes `{ base: 'My clip.v2', extension: 'mp4' }`. The
 * extension is in lower case, or `''` if there is none.
 */
export function splitName(name: string): { base: string; extension: string } {
  const dot = name.lastIndexOf('.')
  if (dot <= 0 || dot === name.length - 1) return { base: name, extension: '' }
  return { base: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() }
}

/**
 * Returns the name under which a file is uploaded: VOD needs an extension of a known format, and the edge a name of at
 * most 255 characters. All other characters stay, because viewers see the name as the title.
 * @param format the format of the file, if its first bytes are known
 */
export function uploadNameOf(
  { name, type }: Pick<SourceFile, 'name' | 'type'>,
  format?: VideoFormat,
): string {
  const { base, extension } = splitName(name)
  const isKnown = formatOfExtension(extension) !== undefined
  const suffix = isKnown ? extension : (format ?? formatOfType(type))?.extensions[0]
  const title = isKnown || !suffix ? base : name
  if (!suffix) return shorten(name, maxNameLength)
  if (isKnown && title.trim() && name.length <= maxNameLength) return name
  return `${shorten(title, maxNameLength - suffix.length - 1).trim() || 'video'}.${suffix}`
}

/** Cuts a text without splitting a character. */
function shorten(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text
  return text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '')
}

/**
 * Validates a source file against the rules of VOD. The studio calls it before it sends a byte, and the edge again
 * before it opens an upload.
 * @param maxBytes maximum file size
 * @returns the code of the first violated rule, `undefined` for a valid file
 */
export function validateSourceFile(file: SourceFile, maxBytes: number): ProblemCode | undefined {
  const { base, extension } = splitName(file.name)
  if (file.size <= 0) return 'empty-file'
  if (!base.trim() || file.name.length > maxNameLength) return 'invalid-name'
  const isVideo =
    formatOfExtension(extension) !== undefined ||
    formatOfType(file.type) !== undefined ||
    file.type.toLowerCase().startsWith('video/')
  if (!isVideo) return 'not-a-video'
  if (file.size > maxBytes) return 'file-too-large'
  return undefined
}
