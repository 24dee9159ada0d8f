import { type Input, type InputVideoTrack, Mp4OutputFormat, Output } from 'mediabunny'
import type { Trim } from '../model/trim.ts'
import type { Media } from '../model/media-info.ts'
import type { Target } from '../model/quality.ts'
import { audioFeed, type Range } from './audio-track.ts'
import { openMedia } from './open-media.ts'
import { copiedPicture, encodedPicture } from './video-track.ts'
import { SinkTarget, type Written } from './sink-target.ts'

/**
 * Bytes collected before they are written: few of what is made slowly, since they may leave once they are; many
 * of what is copied, since each write has its price, in private windows above all.
 */
const chunkSize = { encoded: 256 * 1024, copied: 4 * 1024 * 1024 }

/** Seconds that sound is written ahead of the picture. */
const audioLead = 0.5

/** Where the bytes go, and what is told on the way. */
export interface CompressionSink {
  write(written: Written): void
  /** Awaited before every frame: pauses end it late, a cancel rejects it. */
  gate(): Promise<void>
  /** Seconds of the result done. */
  progress(seconds: number): void
}

/** What is made of a file: its picture encoded anew, or copied where there is no target; all of it, or a part. */
export interface Recipe {
  media: Media
  target?: Target | undefined
  trim?: Trim | undefined
}

/** Makes an MP4 of a file, whose tables stand at its end. Tells whether it has sound: a part may have none. */
export async function compress(
  file: Blob,
  recipe: Recipe,
  sink: CompressionSink,
): Promise<{ hasSound: boolean }> {
  using input = openMedia(file, { duration: recipe.media.duration })
  const video = await input.getPrimaryVideoTrack()
  if (!video) throw new Error('There is no picture.')
  const output = new Output({
    // Written from front to back, but for eight bytes near the start.
    format: new Mp4OutputFormat({ fastStart: false }),
    target: new SinkTarget(recipe.target ? chunkSize.encoded : chunkSize.copied, (written) =>
      sink.write(written),
    ),
  })
  try {
    const made = await fill(output, { input, video }, recipe, sink)
    await output.finalize()
    return made
  } catch (error) {
    await output.cancel()
    throw error
  }
}

async function fill(
  output: Output,
  { input, video }: { input: Input; video: InputVideoTrack },
  { media, target, trim }: Recipe,
  sink: CompressionSink,
): Promise<{ hasSound: boolean }> {
  // A recording cut out of a longer one may begin late; what is before 0 is not to be shown, and stays so.
  const first = Math.max(0, await input.getFirstTimestamp())
  const range: Range = {
    start: first + (trim?.start ?? 0),
    end: first + (trim?.end ?? media.duration),
  }
  const isCut = trim !== undefined
  const picture = target
    ? await encodedPicture(video, target, { ...range, isCut })
    : await copiedPicture(video, media, range)
  // Players turn the picture, by the track's rotation.
  output.addVideoTrack(picture.source, { rotation: await video.getRotation() })
  const audioTrack = media.audio && (await input.getPrimaryAudioTrack())
  const audio = audioTrack && (await audioFeed(audioTrack, media, range))
  if (audio) output.addAudioTrack(audio.source)
  await output.start()
  for await (const { timestamp, add } of picture.pieces) {
    await sink.gate()
    await audio?.until(timestamp + audioLead)
    await add()
    sink.progress(timestamp - range.start)
  }
  return { hasSound: (await audio?.until(Infinity)) ?? false }
}
