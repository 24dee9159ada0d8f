import type { InputAudioTrack, InputVideoTrack } from 'mediabunny'
import type { CompressionPlan, CompressionResult } from '../model/compression-job.ts'
import { type Picture, showsDifferent } from '../model/picture-comparison.ts'
import { soundsDifferent } from '../model/sound-comparison.ts'
import { differenceOfTimes } from '../model/track-comparison.ts'
import { timeTolerance } from '../model/trim.ts'
import type { TimeRange } from './audio-track.ts'
import { openMedia } from './open-media.ts'
import { isReleased } from './released-bytes.ts'
import { haveSamePackets } from './same-packets.ts'
import { createPictureTaker, picturesOfKeyFrames } from './small-pictures.ts'
import { envelopeOf } from './sound-envelope.ts'
import { audioTrackOf, startOf, videoTrackOf } from './source-tracks.ts'
import {
  audioTimesOf,
  expectedAudioTimes,
  expectedVideoTimes,
  videoTimesOf,
} from './track-times.ts'

/** The result does not match its source and plan, and must not be used. */
export class WrongOutputError extends Error {
  override name = 'WrongOutputError'
}

/** Seconds and shares by which the frames may differ: decoders may lose a few frames at the start. */
const videoTolerance = { first: 0.06, last: 0.15, missingShare: 0.02, count: 2 }

/** VP8 stores frames that are never shown (RFC 6386, section 9.3). */
const hiddenShareOfVp8 = 0.15

/** Seconds and shares by which audio may differ: packets are not split, and encoders add up to two at the end. */
const audioTolerance = { first: 0.1, last: 0.2, missingShare: 0, count: 0 }

/** Positions of the compared sound, and of the compared frames of a copied track, as shares of the duration. */
const positions = [0.1, 0.35, 0.6, 0.85]

/** Seconds of sound that are compared at each position. */
const soundDuration = 0.6

/** Seconds by which a compared frame may be at another time. */
const pictureTimeTolerance = 0.02

/** Share by which the shape of the picture may differ: sizes are rounded to even numbers. */
const shapeTolerance = 0.05

/**
 * Compares a result with its source: the times and numbers of frames and audio packets, the orientation, the shape, the
 * colour tags, a few frames by content, and the loudness of a few parts of the sound.
 * @throws {WrongOutputError}
 */
export async function verify(
  source: Blob,
  plan: CompressionPlan,
  result: CompressionResult,
): Promise<void> {
  using input = openMedia(source)
  using output = openMedia(result.file)
  const first = await startOf(input)
  const { media, trim } = plan
  const range = {
    start: first + (trim?.start ?? 0),
    end: first + (trim?.end ?? media.duration),
  }
  const [expected, video] = [await videoTrackOf(input), await videoTrackOf(output)]
  if (!expected || !video) throw new WrongOutputError('no video track')
  const [sound, audio] = [await audioTrackOf(input), await audioTrackOf(output)]
  await verifyDisplay(expected, video, plan)
  // The upload waits for the result. Decoders work while tables are read.
  const checks = await Promise.allSettled([
    verifyFrameTimes(expected, video, { ...range, isTrimmed: trim !== undefined }),
    verifyPictures(expected, video, range, result),
    verifyAudio(sound, audio, range, result),
  ])
  for (const check of checks) if (check.status === 'rejected') throw check.reason
  await verifyColours(expected, video)
}

async function verifyFrameTimes(
  expected: InputVideoTrack,
  video: InputVideoTrack,
  range: TimeRange & { isTrimmed: boolean },
): Promise<void> {
  const isVp8 = (await expected.getCodec()) === 'vp8'
  const tolerance = { ...videoTolerance, ...(isVp8 && { missingShare: hiddenShareOfVp8 }) }
  const times = await expectedVideoTimes(expected, range)
  const difference = differenceOfTimes(await videoTimesOf(video), times, tolerance)
  if (difference) throw new WrongOutputError(`video: ${difference}`)
}

async function verifyDisplay(
  expected: InputVideoTrack,
  video: InputVideoTrack,
  { target }: CompressionPlan,
): Promise<void> {
  const displayOf = async (track: InputVideoTrack) =>
    `${await track.getRotation()}° ${(await track.getFlip()) ? 'flipped' : ''}`
  const [found, wanted] = [await displayOf(video), await displayOf(expected)]
  if (found !== wanted) throw new WrongOutputError(`orientation ${found} instead of ${wanted}`)
  const shapeOf = async (track: InputVideoTrack) =>
    (await track.getSquarePixelWidth()) / (await track.getSquarePixelHeight())
  const ratio = (await shapeOf(video)) / (await shapeOf(expected))
  const [width, height] = [await video.getCodedWidth(), await video.getCodedHeight()]
  if (Math.abs(ratio - 1) > Math.max(shapeTolerance, 2 / Math.min(width, height)))
    throw new WrongOutputError(`shape differs by ${ratio}`)
  if (target && (width !== target.width || height !== target.height))
    throw new WrongOutputError(`size ${width} × ${height}`)
}

/** Compares the colour tags, if both have some. A canvas writes BT.709 with limited range. */
async function verifyColours(expected: InputVideoTrack, video: InputVideoTrack): Promise<void> {
  const [wanted, found] = [await expected.getColorSpace(), await video.getColorSpace()]
  const isSame = groupOf(found.matrix) === groupOf(wanted.matrix)
  if (wanted.matrix && found.matrix && !isSame && found.matrix !== 'bt709')
    throw new WrongOutputError(`matrix ${found.matrix} instead of ${wanted.matrix}`)
  if (found.fullRange && wanted.fullRange === false) throw new WrongOutputError('full range')
}

/** BT.470BG and SMPTE 170M are two names of the matrix of BT.601. */
const groupOf = (matrix: string | null | undefined) => (matrix === 'bt470bg' ? 'smpte170m' : matrix)

/** Compares a few frames. One may differ: where a picture changes, the frame before may be as right as the one after. */
async function verifyPictures(
  expected: InputVideoTrack,
  video: InputVideoTrack,
  { start, end }: TimeRange,
  { pictures, hasGaps }: CompressionResult,
): Promise<void> {
  if (!(await video.canDecode()) || !(await expected.canDecode())) return
  const take = createPictureTaker(await displayShapeOf(video))
  const wanted = pictures ?? []
  if (!pictures) {
    const times = positions.map((position) => start + (end - start) * position)
    for (const picture of await picturesOfKeyFrames(expected, times, take))
      if (picture && picture.time >= start - timeTolerance)
        wanted.push({ ...picture, time: Math.max(0, picture.time - start) })
  }
  const compared: Picture[] = []
  for (const picture of wanted) {
    const time = picture.time + timeTolerance
    if (!hasGaps || !(await isReleased(video, time, time))) compared.push(picture)
  }
  const found = await picturesOfKeyFrames(
    video,
    compared.map(({ time }) => time + timeTolerance),
    take,
  )
  const isWrong = (picture: Picture, index: number) => {
    const other = found[index]
    const isAtTime = other && Math.abs(other.time - picture.time) < pictureTimeTolerance
    return !isAtTime || showsDifferent(other, picture)
  }
  const different = compared.filter(isWrong).length
  if (different > 1 || (different === 1 && compared.length === 1))
    throw new WrongOutputError(`${different} of ${compared.length} frames show something else`)
}

/** Compares the times and a few parts of the sound. */
async function verifyAudio(
  expected: InputAudioTrack | undefined,
  audio: InputAudioTrack | undefined,
  range: TimeRange,
  { hasAudio, hasGaps }: CompressionResult,
): Promise<void> {
  const times = hasAudio && expected ? await expectedAudioTimes(expected, range) : undefined
  if (!times !== !audio)
    throw new WrongOutputError(audio ? 'unexpected audio track' : 'no audio track')
  if (!times || !audio || !expected) return
  const foundTimes = await audioTimesOf(audio)
  const difference = differenceOfTimes(foundTimes, times, audioTolerance)
  if (difference) throw new WrongOutputError(`audio: ${difference}`)
  if (!(await audio.canDecode()) || !(await expected.canDecode())) return
  const length = Math.min(times.last ?? Infinity, foundTimes.last) - times.first
  const duration = Math.min(soundDuration, length)
  const differs = async (position: number) => {
    const time = times.first + (length - duration) * position
    if (hasGaps && (await isReleased(audio, time, time + duration))) return false
    const parts = [
      { track: audio, start: time },
      { track: expected, start: range.start + time },
    ] as const
    // The sound of most files is copied.
    if (await haveSamePackets(...parts, duration)) return false
    const envelopes = [envelopeOf(audio, time, duration)]
    envelopes.push(envelopeOf(expected, range.start + time, duration))
    const [found = [], wanted = []] = await Promise.all(envelopes)
    return soundsDifferent(found, wanted)
  }
  const different = (await Promise.all(positions.map(differs))).filter(Boolean).length
  if (different > 1) throw new WrongOutputError(`${different} parts of the sound differ`)
}

const displayShapeOf = async (track: InputVideoTrack) => ({
  width: await track.getDisplayWidth(),
  height: await track.getDisplayHeight(),
})
