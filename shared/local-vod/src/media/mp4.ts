import type { FileHandle } from 'node:fs/promises'
import { boxesIn, descend, readHeader } from './boxes.ts'
import type { AudioStream, MetaData, VideoStream } from './meta-data.ts'

/** A larger movie header is not read, bytes. */
const maxMoovBytes = 64 * 1024 * 1024

/** Sample entry types and the names that VOD (FFmpeg) uses for them. */
const codecs: Record<string, string> = {
  avc1: 'h264',
  avc3: 'h264',
  hvc1: 'hevc',
  hev1: 'hevc',
  vp08: 'vp8',
  vp09: 'vp9',
  av01: 'av1',
  mp4a: 'aac',
  Opus: 'opus',
}

/**
 * Reads an MP4 or MOV file's movie header: durations from mvhd and mdhd, dimensions and rotation from tkhd, codecs from
 * stsd, rates from stsz (ISO/IEC 14496-12). Returns `undefined` if there is no well-formed movie header.
 *
 * @param size file size, bytes
 */
export async function probeMp4(file: FileHandle, size: number): Promise<MetaData | undefined> {
  const moov = await readMoov(file, size)
  if (!moov) return undefined
  try {
    return toMetaData(moov, size)
  } catch (error) {
    if (error instanceof RangeError) return undefined // a field beyond the end of its box
    throw error
  }
}

async function readMoov(file: FileHandle, size: number): Promise<Buffer | undefined> {
  let offset = 0
  while (offset + 8 <= size) {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, offset)
    const header = readHeader(buffer.subarray(0, bytesRead))
    if (!header || header.size < header.headerSize) return undefined
    if (header.type === 'moov') {
      const length = Math.min(header.size, size - offset) - header.headerSize
      if (length > maxMoovBytes) return undefined
      const moov = Buffer.alloc(length)
      await file.read(moov, 0, length, offset + header.headerSize)
      return moov
    }
    offset += header.size
  }
  return undefined
}

function toMetaData(moov: Buffer, size: number): MetaData | undefined {
  const movie = descend(moov, 'mvhd')
  if (!movie) return undefined
  const tracks = [...boxesIn(moov)].filter(({ type }) => type === 'trak').map(readTrack)
  const video = tracks.filter((track) => track.handler === 'vide')
  const audio = tracks.filter((track) => track.handler === 'soun')
  const duration = readDuration(movie) || Math.max(0, ...tracks.map((track) => track.duration))
  const [first] = video
  return {
    Size: size,
    Container: 'mov,mp4,m4a,3gp,3g2,mj2',
    Bitrate: duration ? Math.round((size * 8) / duration) : 0,
    Height: first?.height ?? 0,
    Width: first?.width ?? 0,
    Duration: duration,
    Rotate: first?.rotate ?? 0,
    VideoStreamSet: video.map(videoStream),
    AudioStreamSet: audio.map(audioStream),
    VideoDuration: first?.duration ?? 0,
    AudioDuration: audio[0]?.duration ?? 0,
  }
}

interface Track {
  handler: string
  codec: string
  /** Seconds. */
  duration: number
  width: number
  height: number
  rotate: number
  samples: number
  /** Total of all samples. */
  bytes: number
  /** Hz; audio only. */
  samplingRate: number
}

function readTrack({ content }: { content: Buffer }): Track {
  const header = descend(content, 'tkhd')
  const duration = readDuration(descend(content, 'mdia', 'mdhd'))
  const table = descend(content, 'mdia', 'minf', 'stbl') ?? Buffer.alloc(0)
  const entry = [...boxesIn(descend(table, 'stsd')?.subarray(8) ?? Buffer.alloc(0))][0]
  const handler = descend(content, 'mdia', 'hdlr')?.toString('latin1', 8, 12) ?? ''
  return {
    handler,
    codec: codecs[entry?.type ?? ''] ?? entry?.type.trim() ?? '',
    duration,
    ...readFrame(header),
    ...readSampleSizes(descend(table, 'stsz')),
    // AudioSampleEntry: 16.16 fixed point at byte 24.
    samplingRate: handler === 'soun' && entry ? entry.content.readUInt32BE(24) >>> 16 : 0,
  }
}

/** Duration of an mvhd or mdhd box in seconds; 0 if unknown, as in fragmented files. */
function readDuration(box: Buffer | undefined): number {
  if (!box) return 0
  const isLong = box.readUInt8(0) === 1
  const timescale = box.readUInt32BE(isLong ? 20 : 12)
  const duration = isLong ? Number(box.readBigUInt64BE(24)) : box.readUInt32BE(16)
  return timescale ? duration / timescale : 0
}

/** Dimensions and rotation of a tkhd box: the first matrix row is (cos, sin), the last 8 bytes are the 16.16 sizes. */
function readFrame(box: Buffer | undefined): { width: number; height: number; rotate: number } {
  if (!box) return { width: 0, height: 0, rotate: 0 }
  const matrix = box.length - 44
  const degrees = (Math.atan2(box.readInt32BE(matrix + 4), box.readInt32BE(matrix)) * 180) / Math.PI
  return {
    width: box.readUInt32BE(box.length - 8) >>> 16,
    height: box.readUInt32BE(box.length - 4) >>> 16,
    rotate: (Math.round(degrees) + 360) % 360,
  }
}

function readSampleSizes(box: Buffer | undefined): { samples: number; bytes: number } {
  if (!box) return { samples: 0, bytes: 0 }
  const common = box.readUInt32BE(4)
  const samples = box.readUInt32BE(8)
  if (common) return { samples, bytes: common * samples }
  let bytes = 0
  for (let index = 0; index < samples; index++) bytes += box.readUInt32BE(12 + index * 4)
  return { samples, bytes }
}

const bitrate = ({ bytes, duration }: Track): number =>
  duration ? Math.round((bytes * 8) / duration) : 0

const videoStream = (track: Track): VideoStream => ({
  Bitrate: bitrate(track),
  Codec: track.codec,
  Fps: track.duration ? Math.round(track.samples / track.duration) : 0,
  Height: track.height,
  Width: track.width,
})

const audioStream = (track: Track): AudioStream => ({
  Bitrate: bitrate(track),
  Codec: track.codec,
  SamplingRate: track.samplingRate,
})
