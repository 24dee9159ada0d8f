/** A container format that VOD accepts for upload. */
export interface VideoFormat {
  /** Extensions without the dot. The first one is given to a file without any. */
  extensions: readonly string[]
  /** MIME types that systems report. */
  types: readonly string[]
  /** Whether the studio reads this format, and can so compress, trim and preview it. */
  isReadable: boolean
}

const format = (extensions: string, types: string, isReadable: boolean): VideoFormat => ({
  extensions: extensions.split(' '),
  types: types.split(' '),
  isReadable,
})

/**
 * All formats (documentation of VOD's upload page, "Media types", product/266/9760). Browsers report no MIME type for
 * several of them, and some systems report a wrong one, such as a translation file of Qt for `ts`.
 */
export const videoFormats = {
  mp4: format('mp4 m4v f4v', 'video/mp4 video/x-m4v application/mp4', true),
  quickTime: format('mov qt', 'video/quicktime', true),
  threeGpp: format('3gp 3g2 3gpp', 'video/3gpp video/3gpp2', true),
  webm: format('webm', 'video/webm', true),
  matroska: format('mkv', 'video/x-matroska video/matroska', true),
  transportStream: format('ts mts m2ts m2t', 'video/mp2t', true),
  programStream: format('mpg mpeg mpe vob dat', 'video/mpeg', false),
  avi: format('avi', 'video/x-msvideo video/avi video/vnd.avi', false),
  windowsMedia: format('wmv asf', 'video/x-ms-wmv video/x-ms-asf', false),
  flash: format('flv', 'video/x-flv', false),
  realMedia: format(
    'rmvb rm',
    'application/vnd.rn-realmedia-vbr application/vnd.rn-realmedia',
    false,
  ),
  ogg: format('ogv', 'video/ogg', false),
  mxf: format('mxf', 'application/mxf', false),
}

const formats: readonly VideoFormat[] = Object.values(videoFormats)

/** Finds a format by an extension in lower case, without the dot. */
export const formatOfExtension = (extension: string): VideoFormat | undefined =>
  formats.find(({ extensions }) => extensions.includes(extension))

/** Finds a format by a MIME type, which may have parameters. */
export function formatOfType(type: string): VideoFormat | undefined {
  const plain = (type.split(';', 1)[0] ?? '').trim().toLowerCase()
  return formats.find(({ types }) => types.includes(plain))
}
