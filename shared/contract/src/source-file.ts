import type { ProblemCode } from './problems.ts'

/**
 * File extensions that VOD accepts for upload (documentation of the console's upload page and of
 * "Media types", product/266/9760). Browsers leave `File.type` empty for several of them.
 */
const videoExtensions = new Set(
  'mp4 m4v mov mkv webm avi flv f4v mpg mpeg mpe mts m2ts ts 3gp 3g2 wmv asf rm rmvb vob dat ogv mxf'.split(
    ' ',
  ),
)

/** Characters that the SDK rejects in `mediaName` and replaces in `File.name`. */
const forbiddenCharacters = /[\\/:*?"<>|\p{Cc}]/u

/** Maximum length of a file name. VOD documents 64 characters; the edge accepts longer names. */
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
 * Validates a source file against the rules of VOD and the SDK. The studio calls it before it sends a byte, and the
 * edge again before it opens an upload.
 * @param maxBytes maximum file size
 * @returns the code of the first violated rule, `undefined` for a valid file
 */
export function validateSourceFile(file: SourceFile, maxBytes: number): ProblemCode | undefined {
  const { base, extension } = splitName(file.name)
  if (file.size <= 0) return 'empty-file'
  if (
    !extension ||
    !base.trim() ||
    forbiddenCharacters.test(file.name) ||
    file.name.length > maxNameLength
  )
    return 'invalid-name'
  const type = file.type.toLowerCase()
  const isVideo =
    type === '' || type === 'application/octet-stream' || type === 'application/mp4'
      ? videoExtensions.has(extension)
      : type.startsWith('video/') ||
        (videoExtensions.has(extension) && !/^(image|text|audio)\//.test(type))
  if (!isVideo) return 'not-a-video'
  if (file.size > maxBytes) return 'file-too-large'
  return undefined
}
