/** A box of an ISO base media file. */
const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content)
  const header = Buffer.alloc(8)
  header.writeUInt32BE(body.length + 8)
  header.write(type, 4, 'latin1')
  return Buffer.concat([header, body])
}

const words = (...values: number[]): Buffer => {
  const buffer = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) buffer.writeInt32BE(value | 0, index * 4)
  return buffer
}

const zeros = (bytes: number): Buffer => Buffer.alloc(bytes)

const identity = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000]
const quarterTurn = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000]

const track = (
  handler: 'vide' | 'soun',
  entry: Buffer,
  sizes: number[],
  { width = 0, height = 0, matrix = identity },
): Buffer =>
  box(
    'trak',
    box('tkhd', zeros(40), words(...matrix), words(width << 16, height << 16)),
    box(
      'mdia',
      box('mdhd', zeros(12), words(1000, 2000), zeros(4)),
      box('hdlr', zeros(8), Buffer.from(handler), zeros(12)),
      box(
        'minf',
        box(
          'stbl',
          box('stsd', words(0, 1), entry),
          box('stsz', words(0, 0, sizes.length, ...sizes)),
        ),
      ),
    ),
  )

/** A two-second 640×360 MP4 with the header of fifty H.264 frames and some AAC, and `mediaBytes` bytes of media data. */
export function tinyMp4({ mediaBytes = 64, rotated = false, moovFirst = true } = {}): Buffer {
  const frames = Array.from({ length: 50 }, () => 1000)
  const video = track('vide', box('avc1', zeros(78)), frames, {
    width: 640,
    height: 360,
    ...(rotated && { matrix: quarterTurn }),
  })
  const samplingRate = words(48000 * 0x10000)
  const audio = track('soun', box('mp4a', zeros(24), samplingRate), [500, 500], {})
  const moov = box('moov', box('mvhd', zeros(12), words(1000, 2000), zeros(80)), video, audio)
  const mdat = box('mdat', zeros(mediaBytes))
  const ftyp = box('ftyp', Buffer.from('isom'), zeros(4), Buffer.from('isomavc1'))
  return Buffer.concat(moovFirst ? [ftyp, moov, mdat] : [ftyp, mdat, moov])
}
