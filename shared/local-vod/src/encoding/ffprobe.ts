import type { MetaData } from '../media/meta-data.ts'
import { run } from './ffmpeg.ts'

/** The members of ffprobe's JSON that are used. Numbers are decimal text unless stated otherwise. */
interface Probed {
  format?: { format_name?: string; size?: string; duration?: string; bit_rate?: string }
  streams?: ProbedStream[]
}

interface ProbedStream {
  codec_type?: string
  codec_name?: string
  /** Pixels, as a number. */
  width?: number
  height?: number
  /** A fraction, such as `30000/1001`. */
  avg_frame_rate?: string
  sample_rate?: string
  bit_rate?: string
  duration?: string
  /** `attached_pic` is 1 for the picture of a song or a film. */
  disposition?: { attached_pic?: number }
  /** `rotation` is in degrees, counterclockwise. */
  side_data_list?: { rotation?: number }[]
}

/** Reads the metadata of a file with ffprobe. Returns `undefined` if ffprobe finds no duration or no frame size. */
export async function readMetaData(
  path: string,
  signal: AbortSignal,
): Promise<MetaData | undefined> {
  try {
    const parameters = ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', path]
    return toMetaData(JSON.parse(await run('ffprobe', parameters, signal)) as Probed)
  } catch {
    return undefined
  }
}

function toMetaData({ format = {}, streams = [] }: Probed): MetaData | undefined {
  const videos = streams.filter(
    ({ codec_type, disposition }) => codec_type === 'video' && !disposition?.attached_pic,
  )
  const audios = streams.filter(({ codec_type }) => codec_type === 'audio')
  const [video] = videos
  const duration = Number(format.duration ?? 0)
  const isComplete = duration > 0 && (video ? Boolean(video.width) : audios.length > 0)
  if (!format.format_name || !isComplete) return undefined
  return {
    Size: Number(format.size ?? 0),
    Container: format.format_name,
    Bitrate: Number(format.bit_rate ?? 0),
    Height: video?.height ?? 0,
    Width: video?.width ?? 0,
    Duration: duration,
    Rotate: rotationOf(video),
    VideoStreamSet: videos.map((stream) => ({
      Bitrate: Number(stream.bit_rate ?? 0),
      Codec: stream.codec_name ?? '',
      Fps: Math.round(fractionOf(stream.avg_frame_rate)),
      Height: stream.height ?? 0,
      Width: stream.width ?? 0,
    })),
    AudioStreamSet: audios.map((stream) => ({
      Bitrate: Number(stream.bit_rate ?? 0),
      Codec: stream.codec_name ?? '',
      SamplingRate: Number(stream.sample_rate ?? 0),
    })),
    VideoDuration: durationOf(video, duration),
    AudioDuration: durationOf(audios[0], duration),
  }
}

/** Clockwise, from 0 to 270 degrees. */
function rotationOf(video: ProbedStream | undefined): number {
  const { rotation = 0 } =
    video?.side_data_list?.find((sideData) => sideData.rotation !== undefined) ?? {}
  return (360 - rotation) % 360
}

function fractionOf(text = '0/1'): number {
  const [numerator = 0, denominator = 1] = text.split('/').map(Number)
  return denominator === 0 ? 0 : numerator / denominator
}

/** Duration of a stream. Some containers store only the duration of the file. */
const durationOf = (stream: ProbedStream | undefined, ofFile: number): number =>
  stream ? Number(stream.duration ?? ofFile) : 0
