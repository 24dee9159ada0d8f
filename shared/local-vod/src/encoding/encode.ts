import { join } from 'node:path'
import { run } from './ffmpeg.ts'

/** Name of the master playlist. */
export const master = 'master.m3u8'

/**
 * Short side in lines, and bits per second. The lowest is first, because players start with the first. There is no
 * 1080p, because it would double the time until a video is ready.
 */
const ladder = [
  { lines: 480, bitrate: 1_200_000 },
  { lines: 720, bitrate: 2_500_000 },
]

/** A video to encode. */
export interface VideoSource {
  path: string
  /** Seconds. */
  duration: number
  /** Short side of the frame. */
  lines: number
  hasAudio: boolean
}

/**
 * Encodes a video to HLS without upscaling: a master playlist, and playlists with segments of two seconds.
 *
 * @throws Error with ffmpeg's error output
 */
export async function encodeStream(
  source: VideoSource,
  directory: string,
  signal: AbortSignal,
): Promise<void> {
  const rungs = ladder.filter(({ lines }, index) => index === 0 || lines <= source.lines)
  const each = (option: (rung: (typeof ladder)[number], index: number) => string[]) =>
    rungs.flatMap(option)
  const split = rungs.map((_, index) => `[s${index}]`).join('')
  const scaled = rungs.map(({ lines }, index) => {
    // Scales the short side. -2 makes the other side even, because H.264 requires it.
    const size = `w='if(gt(iw,ih),-2,min(iw,${lines}))':h='if(gt(iw,ih),min(ih,${lines}),-2)'`
    return `[s${index}]scale=${size}[v${index}]`
  })
  const streams = rungs.map(
    (_, index) => `v:${index}${source.hasAudio ? `,a:${index}` : ''},name:${index}`,
  )
  await ffmpeg(
    [
      ...['-i', source.path],
      ...['-filter_complex', `[0:v:0]split=${rungs.length}${split};${scaled.join(';')}`],
      ...each((_, index) => [
        ...['-map', `[v${index}]`],
        ...(source.hasAudio ? ['-map', '0:a:0'] : []),
      ]),
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
      ...['-force_key_frames', 'expr:gte(t,n_forced*2)', '-sc_threshold', '0'],
      ...each(({ bitrate }, index) => [
        ...[`-maxrate:v:${index}`, String(bitrate), `-bufsize:v:${index}`, String(bitrate * 2)],
        ...[`-crf:v:${index}`, '23'],
      ]),
      ...(source.hasAudio ? ['-c:a', 'aac', '-b:a', '128k', '-ac', '2'] : []),
      ...['-f', 'hls', '-hls_time', '2', '-hls_playlist_type', 'vod'],
      ...['-hls_flags', 'independent_segments', '-master_pl_name', master],
      ...['-var_stream_map', streams.join(' ')],
      ...['-hls_segment_filename', join(directory, '%v_%d.ts'), join(directory, '%v.m3u8')],
    ],
    signal,
  )
}

/** Writes the lowest rendition of an encoded stream as one MP4 file, without encoding it again. */
export async function joinSegments(
  directory: string,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const lowest = join(directory, '0.m3u8')
  await ffmpeg(['-i', lowest, '-c', 'copy', '-movflags', '+faststart', path], signal)
}

/** Writes a typical frame of a video as a JPEG. The first frames are skipped, because they are often black. */
export async function takeSnapshot(
  { path, duration }: Pick<VideoSource, 'path' | 'duration'>,
  picture: string,
  signal: AbortSignal,
): Promise<void> {
  const filter = "thumbnail=24,scale=w='min(1280,iw)':h=-2"
  const start = ['-ss', String(duration / 10)]
  await ffmpeg(
    [...start, '-i', path, '-vf', filter, '-frames:v', '1', '-q:v', '3', picture],
    signal,
  )
}

/** Size of a tile, pixels, and columns and rows of an image: VOD's system template 10. */
export const spriteTile = { width: 142, height: 80 }
const spriteGrid = 10

/** Seconds between two tiles. VOD's system template has 10, with which the short clips of a developer have one tile. */
export const spriteInterval = 2

/** Writes tiles of a video at regular intervals as JPEG images, in the order of their names, into a directory. */
export async function makeSprites(
  path: string,
  directory: string,
  signal: AbortSignal,
): Promise<void> {
  const { width, height } = spriteTile
  // The first frame of each interval. `prev_selected_t` is not a number before the first selected frame.
  const interval = (time: string) => `floor(${time}/${spriteInterval})`
  const first = `isnan(prev_selected_t)+gt(${interval('t')},${interval('prev_selected_t')})`
  const filters = [
    `select='${first}'`,
    `scale=${width}:${height}:force_original_aspect_ratio=decrease`,
    `pad=${width}:${height}:-1:-1`,
    `tile=${spriteGrid}x${spriteGrid}`,
  ]
  const images = join(directory, 'sprite_%03d.jpg')
  await ffmpeg(
    ['-i', path, '-vf', filters.join(','), '-fps_mode', 'vfr', '-q:v', '5', images],
    signal,
  )
}

/** WebVTT that maps each part of a video to a tile of an image. `images` are names beside the file. */
export function spriteTimes(images: readonly string[], duration: number): string {
  const { width, height } = spriteTile
  const count = Math.ceil(duration / spriteInterval)
  const clock = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 23)
  const cues = Array.from({ length: count }, (_, index) => {
    const start = index * spriteInterval
    const place = index % spriteGrid ** 2
    const [x, y] = [(place % spriteGrid) * width, Math.floor(place / spriteGrid) * height]
    const image = images[Math.floor(index / spriteGrid ** 2)] ?? ''
    const end = Math.min(start + spriteInterval, duration)
    return `${clock(start)} --> ${clock(end)}\n${image}#xywh=${x},${y},${width},${height}`
  })
  return ['WEBVTT', ...cues, ''].join('\n\n')
}

async function ffmpeg(parameters: string[], signal: AbortSignal): Promise<void> {
  await run('ffmpeg', ['-nostdin', '-loglevel', 'error', '-y', ...parameters], signal)
}
