/** Recognizes formats by their first bytes. The studio loads this only for files without a known extension. */
import { type VideoFormat, videoFormats } from './video-formats.ts'

/** Bytes at the start of a file that identify every format. */
export const identifyingBytes = 1024

/** The major brand of an MP4 file, or the type of the first box of a QuickTime file. */
const brandOf = (head: string) => (head.slice(4, 8) === 'ftyp' ? head.slice(8, 12) : '')
const isQuickTime = (head: string) =>
  brandOf(head) === 'qt  ' || /^[^]{4}(moov|mdat|wide|pnot|skip|free)/.test(head)

/** The name of an EBML file's format, which is in its header. */
const docTypeOf = (head: string) =>
  head.startsWith('\x1a\x45\xdf\xa3') ? (/\x42\x82[^](webm|matroska)/.exec(head)?.[1] ?? '') : ''

/** MPEG-TS has packets of 188 bytes; cameras and Blu-ray put a time of four bytes in front of each. */
const isTransportStream = (head: string) =>
  [188, 192, 204].some((size) =>
    [0, 1, 2, 3].every((packet) => head[packet * size + (size === 192 ? 4 : 0)] === 'G'),
  )

/** Whether a file starts like a format. Bytes are given as characters with the same numbers. */
const signatures: readonly (readonly [VideoFormat, (head: string) => boolean])[] = [
  [
    videoFormats.mp4,
    (head) => !/^$|^qt {2}$|^3g|^(hei|mif|msf|avi|M4[ABP]|crx)/.test(brandOf(head)),
  ],
  [videoFormats.quickTime, isQuickTime],
  [videoFormats.threeGpp, (head) => brandOf(head).startsWith('3g')],
  [videoFormats.webm, (head) => docTypeOf(head) === 'webm'],
  [videoFormats.matroska, (head) => docTypeOf(head) === 'matroska'],
  [videoFormats.transportStream, isTransportStream],
  [
    videoFormats.programStream,
    (head) =>
      ['\0\0\x01\xb3', '\0\0\x01\xba'].includes(head.slice(0, 4)) || /^RIFF[^]{4}CDXA/.test(head),
  ],
  [videoFormats.avi, (head) => /^RIFF[^]{4}AVI /.test(head)],
  [videoFormats.windowsMedia, (head) => head.startsWith('\x30\x26\xb2\x75\x8e\x66\xcf\x11')],
  [videoFormats.flash, (head) => head.startsWith('FLV\x01')],
  [videoFormats.realMedia, (head) => head.startsWith('.RMF')],
  [videoFormats.ogg, (head) => head.startsWith('OggS') && /theora|fishead|OVP80/.test(head)],
  [videoFormats.mxf, (head) => head.startsWith('\x06\x0e\x2b\x34')],
]

/** Finds a format by the first {@link identifyingBytes} of a file. */
export function formatOfBytes(bytes: Uint8Array): VideoFormat | undefined {
  const head = Array.from(bytes.subarray(0, identifyingBytes), (byte) =>
    String.fromCharCode(byte),
  ).join('')
  return signatures.find(([, matches]) => matches(head))?.[0]
}
