import { type Input, type InputVideoTrack, Output } from 'mediabunny'
import type { CompressionPlan, CompressionResult } from '../model/compression-job.ts'
import { createAudioTrack, type TimeRange } from './audio-track.ts'
import { ChunkedTarget, type WrittenChunk } from './chunked-target.ts'
import { openMedia } from './open-media.ts'
import { SequentialMp4Format } from './sequential-mp4.ts'
import { audioTrackOf, startOf, videoTrackOf } from './source-tracks.ts'
import { copyVideoTrack, encodeVideoTrack } from './video-track.ts'

/**
 * Bytes to collect before a write. Encoded output grows slowly and can be uploaded once it is written, so its chunks
 * are small. Copied output grows fast, and each write has a cost, above all in private windows.
 */
const chunkSize = { encoded: 64 * 1024, copied: 4 * 1024 * 1024 }

/** Seconds by which audio is written ahead of the video. */
const audioLead = 0.5

/** Receives the output and the progress of a compression. */
export interface CompressionOutput {
  /** The bytes of the chunk are valid until the call returns. */
  write(chunk: WrittenChunk): Promise<void> | void
  /** Awaited before every frame. Resolves late while the compression is paused. */
  waitWhilePaused(): Promise<void>
  /** Seconds of the result that are done, and the position of the only written header that may still change. */
  progress(seconds: number, openHeader: number): void
}

/**
 * Compresses or trims a file to an MP4 with its tables at the end. Resolves with what its verification needs: a trimmed
 * video, for example, may have no audio. `headers`: positions of the headers of its media data.
 */
export async function compress(
  file: Blob,
  plan: CompressionPlan,
  receiver: CompressionOutput,
): Promise<Omit<CompressionResult, 'file'> & { headers: readonly number[] }> {
  using input = openMedia(file, { duration: plan.media.duration })
  const video = await videoTrackOf(input)
  if (!video) throw new Error('There is no video track.')
  const format = new SequentialMp4Format()
  const output = new Output({
    format,
    target: new ChunkedTarget(plan.target ? chunkSize.encoded : chunkSize.copied, (chunk) =>
      receiver.write(chunk),
    ),
  })
  try {
    const result = await writeTracks({ output, format }, { input, video }, plan, receiver)
    await output.finalize()
    return { ...result, headers: format.headers }
  } catch (error) {
    await output.cancel()
    throw error
  }
}

async function writeTracks(
  { output, format }: { output: Output; format: SequentialMp4Format },
  { input, video }: { input: Input; video: InputVideoTrack },
  { media, target, trim, looksSame = false }: CompressionPlan,
  receiver: CompressionOutput,
): Promise<Omit<CompressionResult, 'file'>> {
  // A recording that was cut out of a longer one may start late. Content before 0 stays hidden.
  const first = await startOf(input)
  const range: TimeRange = {
    start: first + (trim?.start ?? 0),
    end: first + (trim?.end ?? media.duration),
  }
  const isTrimmed = trim !== undefined
  const videoTrack = target
    ? await encodeVideoTrack(video, target, { ...range, isTrimmed, looksSame })
    : await copyVideoTrack(video, media, range)
  output.addVideoTrack(videoTrack.source, videoTrack.metadata)
  const audio = media.audio && (await audioTrackOf(input))
  const audioTrack = audio && (await createAudioTrack(audio, media, range))
  if (audioTrack) output.addAudioTrack(audioTrack.source)
  await output.start()
  for await (const { timestamp, write } of videoTrack.frames) {
    await receiver.waitWhilePaused()
    await audioTrack?.writeUntil(timestamp + audioLead)
    await write()
    const seconds = timestamp - range.start
    format.share = seconds / (range.end - range.start)
    receiver.progress(seconds, format.openHeader)
  }
  const hasAudio = (await audioTrack?.writeUntil(Infinity)) ?? false
  const { pictures, compared } = videoTrack
  return { hasAudio, ...(pictures && { pictures }), ...(compared && { frames: compared }) }
}
