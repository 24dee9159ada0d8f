import { describe, expect, it } from 'vitest'
import { formatOfBytes } from '../src/format-signatures.ts'
import { formatOfExtension, formatOfType, videoFormats } from '../src/index.ts'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const packets = (size: number, before: number) =>
  bytes(`${'\0'.repeat(before)}G${'\0'.repeat(size - before - 1)}`.repeat(5))

describe('formatOfBytes', () => {
  const samples: [string, Uint8Array][] = [
    ['mp4', bytes('\0\0\0\x20ftypisom')],
    ['mp4', bytes('\0\0\0\x20ftypXAVC')],
    ['mov', bytes('\0\0\0\x14ftypqt  ')],
    ['mov', bytes('\0\0\x10\0moov\0\0\0\x6cmvhd')],
    ['3gp', bytes('\0\0\0\x18ftyp3gp4')],
    ['webm', bytes('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm')],
    ['mkv', bytes('\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska')],
    ['ts', packets(188, 0)],
    ['ts', packets(192, 4)],
    ['mpg', bytes('\0\0\x01\xba\x44')],
    ['mpg', bytes('RIFF\x24\0\0\0CDXAfmt ')],
    ['avi', bytes('RIFF\x24\0\0\0AVI LIST')],
    ['wmv', bytes('\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9')],
    ['flv', bytes('FLV\x01\x05')],
    ['rmvb', bytes('.RMF\0\0\0\x12')],
    ['ogv', bytes(`OggS\0\x02${'\0'.repeat(22)}\x80theora`)],
    ['mxf', bytes('\x06\x0e\x2b\x34\x02\x05\x01\x01')],
  ]

  it.each(samples)('recognizes %s', (extension, head) => {
    expect(formatOfBytes(head)?.extensions[0]).toBe(extension)
  })

  it('knows all formats of the table', () => {
    const recognized = new Set(samples.map(([, head]) => formatOfBytes(head)))
    expect(recognized).toEqual(new Set(Object.values(videoFormats)))
  })

  it.each([
    ['text', bytes('Good morning. GGGG')],
    ['a program', bytes(`import { readFile } from 'node:fs'\n`.repeat(30))],
    ['a picture', bytes('\0\0\0\x18ftypheic')],
    ['sound in MP4', bytes('\0\0\0\x20ftypM4A ')],
    ['sound in Ogg', bytes(`OggS\0\x02${'\0'.repeat(22)}\x01vorbis`)],
    ['sound in RIFF', bytes('RIFF\x24\0\0\0WAVEfmt ')],
    ['an empty file', bytes('')],
  ])('does not recognize %s', (_, head) => {
    expect(formatOfBytes(head)).toBeUndefined()
  })
})

describe('the table of formats', () => {
  it('assigns each extension and each type to one format', () => {
    for (const format of Object.values(videoFormats)) {
      for (const extension of format.extensions) expect(formatOfExtension(extension)).toBe(format)
      for (const type of format.types) expect(formatOfType(type)).toBe(format)
    }
  })

  it('finds a type with parameters', () => {
    expect(formatOfType('Video/WebM; codecs="vp9"')?.extensions).toEqual(['webm'])
  })
})
