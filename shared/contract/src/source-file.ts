import type { ProblemCode } from './problems.ts'

/**
 * Container formats VOD accepts for upload (documentation of the console's upload page and of
 * "Media types", product/266/9760), by extension. Browsers leave `File.type` empty for several.
 */
const videoExtensions = new Set(
  'mp4 m4v mov mkv webm avi flv f4v mpg mpeg mpe mts m2ts ts 3gp 3g2 wmv asf rm rmvb vob dat ogv mxf'.split(
    ' ',
  ),
)

/** Characters that the SDK refuses in `mediaName` and mangles in `File.name`. */
const forbidden = /[\\/:*?"<>|\p{Cc}]/u

/** Name limit of VOD: 64 characters are kept for certain; the edge takes longer names than that. */
const maxNameLength = 255

/** What is checked of a source file before anything is sent. `size` in bytes. */
export interface SourceFile {
  name: string
  size: number
  type: string
}

/** `My clip.v2.mp4` → `{ base: 'My clip.v2', extension: 'mp4' }`; no extension → `''`. */
export function splitName(name: string): { base: string; extension: string } {
  const dot = name.lastIndexOf('.')
  if (dot <= 0 || dot === name.length - 1) return { base: name, extension: '' }
  return { base: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() }
}

/**
 * Why VOD would refuse this file, or the SDK would mangle it; `undefined` if it can go up.
 * The studio asks before it sends a byte, the edge asks again before it opens an upload.
 */
export function refuseSourceFile(file: SourceFile, maxBytes: number): ProblemCode | undefined {
  const { base, extension } = splitName(file.name)
  if (file.size <= 0) return 'empty-file'
  if (!extension || !base.trim() || forbidden.test(file.name) || file.name.length > maxNameLength)
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
