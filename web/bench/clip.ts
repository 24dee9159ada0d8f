import { spawnSync } from 'node:child_process'
import { existsSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Runs ffmpeg, which only the benchmarks need, and returns its log.
 *
 * @throws Error if ffmpeg is missing or fails
 */
export function ffmpeg(...parameters: string[]): string {
  const { status, stderr, error } = spawnSync('ffmpeg', ['-hide_banner', '-y', ...parameters], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (error) throw new Error('This bench needs ffmpeg.', { cause: error })
  if (status !== 0) throw new Error(stderr)
  return stderr
}

/** Video formats of phone cameras: pixels, and megabits per second. */
const formats = {
  '1080p': { size: [1920, 1080], megabits: 8 },
  '4K': { size: [3840, 2160], megabits: 37 },
} as const

/**
 * Creates a clip like those of a phone: 30 frames per second with detail, motion and noise, and AAC. It is created once per
 * length and stored in the temporary folder.
 */
export function phoneClip(seconds: number, format: keyof typeof formats = '1080p'): string {
  const path = join(tmpdir(), `reelferry-bench-${format}-${seconds}s.mp4`)
  if (existsSync(path)) return path
  const {
    size: [width, height],
    megabits,
  } = formats[format]
  const third = seconds / 3
  const size = `s=${width}x${height}:r=30`
  const sources = [
    `mandelbrot=${size},trim=duration=${third}`,
    `testsrc2=${size}:d=${third}`,
    `life=s=480x270:r=30:mold=10:ratio=0.1,scale=${width}:${height}:flags=neighbor,trim=duration=${third}`,
    `sine=f=440:d=${seconds}`,
  ]
  const filter =
    '[0:v]format=yuv420p[a];[1:v]format=yuv420p[b];[2:v]format=yuv420p[c];' +
    '[a][b][c]concat=n=3:v=1,noise=alls=6:allf=t[v]'
  ffmpeg(
    ...sources.flatMap((source) => ['-f', 'lavfi', '-i', source]),
    ...['-filter_complex', filter, '-map', '[v]', '-map', '3:a'],
    ...'-c:v libx264 -preset veryfast'.split(' '),
    ...['-b:v', `${megabits}M`, '-maxrate', `${megabits * 1.25}M`, '-bufsize', `${megabits * 2}M`],
    ...['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', `${path}.part.mp4`],
  )
  renameSync(`${path}.part.mp4`, path)
  return path
}

/** Repeats a clip until it is `seconds` long. It is created once and stored in the temporary folder. */
export function loopedClip(clip: string, seconds: number): string {
  const path = join(tmpdir(), `reelferry-bench-1080p-looped-${seconds}s.mp4`)
  if (existsSync(path)) return path
  ffmpeg('-stream_loop', '-1', '-i', clip, '-t', String(seconds), '-c', 'copy', `${path}.part.mp4`)
  renameSync(`${path}.part.mp4`, path)
  return path
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
