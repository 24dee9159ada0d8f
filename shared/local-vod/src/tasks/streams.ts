import { spawn } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ObjectStore } from '../storage/objects.ts'

/** A stored six-second test stream with two renditions, and a cover. Flows use them if nothing is encoded. */
const sample = join(import.meta.dirname, '../../sample')

const master = 'master.m3u8'
const snapshot = 'snapshot.jpg'

/** Short side in lines, and bits per second. The lowest is first, because players start with the first. */
const ladder = [
  { lines: 480, bitrate: 1_200_000 },
  { lines: 720, bitrate: 2_500_000 },
  { lines: 1080, bitrate: 5_000_000 },
]

/** Object keys of an adaptive rendition. */
export interface Stream {
  /** Master playlist. */
  masterKey: string
  /** All objects, the master playlist included. */
  keys: string[]
  /** Frame of the video for the cover. */
  snapshotKey?: string
}

/** Stores the sample picture in `folder` and returns its key. */
export async function storeSnapshot(objects: ObjectStore, folder: string): Promise<string> {
  const picture = createReadStream(join(sample, snapshot))
  return (await objects.write(`${folder}/${snapshot}`, picture, (md5) => `"${md5}"`)).key
}

/** Stores the sample stream in `folder`. */
export const storeSample = (objects: ObjectStore, folder: string): Promise<Stream> =>
  store(objects, folder, sample)

/**
 * Encodes a video to HLS without upscaling, and takes a snapshot.
 *
 * @throws Error with ffmpeg's error output
 */
export async function encode(
  objects: ObjectStore,
  folder: string,
  source: { path: string; lines: number; hasAudio: boolean },
  signal: AbortSignal,
): Promise<Stream> {
  const rungs = ladder.filter(({ lines }, index) => index === 0 || lines <= source.lines)
  const directory = await mkdtemp(join(tmpdir(), 'local-vod-stream-'))
  try {
    const each = (option: (rung: (typeof ladder)[number], index: number) => string[]) =>
      rungs.flatMap(option)
    const split = rungs.map((_, index) => `[s${index}]`).join('')
    const scaled = rungs.map(({ lines }, index) => {
      // Scales the short side. -2 makes the other side even, because H.264 requires it.
      const size = `w='if(gt(iw,ih),-2,min(iw,${lines}))':h='if(gt(iw,ih),min(ih,${lines}),-2)'`
      return `[s${index}]scale=${size}[v${index}]`
    })
    await ffmpeg(
      [
        ...['-i', source.path],
        ...['-filter_complex', `[0:v]split=${rungs.length}${split};${scaled.join(';')}`],
        ...each((_, index) => [
          ...['-map', `[v${index}]`],
          ...(source.hasAudio ? ['-map', '0:a:0'] : []),
        ]),
        ...['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'],
        ...['-force_key_frames', 'expr:gte(t,n_forced*2)', '-sc_threshold', '0'],
        ...each(({ bitrate }, index) => [
          ...[`-maxrate:v:${index}`, String(bitrate), `-bufsize:v:${index}`, String(bitrate * 2)],
          ...[`-crf:v:${index}`, '23'],
        ]),
        ...(source.hasAudio ? ['-c:a', 'aac', '-b:a', '128k', '-ac', '2'] : []),
        ...['-f', 'hls', '-hls_time', '2', '-hls_playlist_type', 'vod'],
        ...['-hls_flags', 'independent_segments', '-master_pl_name', master],
        ...[
          '-var_stream_map',
          rungs
            .map((_, index) => `v:${index}${source.hasAudio ? `,a:${index}` : ''},name:${index}`)
            .join(' '),
        ],
        ...['-hls_segment_filename', join(directory, '%v_%d.ts'), join(directory, '%v.m3u8')],
      ],
      signal,
    )
    await ffmpeg(
      ['-i', source.path, '-frames:v', '1', '-q:v', '3', join(directory, snapshot)],
      signal,
    )
    return await store(objects, folder, directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function ffmpeg(options: string[], signal: AbortSignal): Promise<void> {
  const child = spawn('ffmpeg', ['-nostdin', '-loglevel', 'error', '-y', ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  })
  let stderr = ''
  child.stderr.on('data', (text) => (stderr += text))
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(stderr.trim()))))
  })
}

async function store(objects: ObjectStore, folder: string, directory: string): Promise<Stream> {
  const names = await readdir(directory)
  for (const name of names)
    await objects.write(
      `${folder}/${name}`,
      createReadStream(join(directory, name)),
      (md5) => `"${md5}"`,
    )
  const keys = names.map((name) => `${folder}/${name}`)
  const snapshotKey = keys.find((key) => key.endsWith(`/${snapshot}`))
  return { masterKey: `${folder}/${master}`, keys, ...(snapshotKey && { snapshotKey }) }
}
