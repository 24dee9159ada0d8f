import * as v from 'valibot'
import { kbpsRange } from './quality.ts'

/** A short encode of a part of the video. */
export interface Trial {
  /** Bits per second that were requested. */
  bitrate: number
  /** 1 − structural similarity with the source; less is better. */
  loss: number
}

/** The bitrate that a video needs. */
export const BitratePlan = v.object({
  /** Bitrate of the video track, in kbit/s. */
  kbps: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Whether the result is expected to look like the source. Otherwise `kbps` is the maximum. */
  looksSame: v.boolean(),
})
export type BitratePlan = v.InferOutput<typeof BitratePlan>

/** A result that looks worse than planned. */
export const MissedPlan = v.object({
  /** Bits per second that were requested. */
  bitrate: v.number(),
  /** Time of the worst compared frame, in seconds of the result. */
  time: v.number(),
})
export type MissedPlan = v.InferOutput<typeof MissedPlan>

/** Loss up to which a result looks like its source: a structural similarity of 0.97. */
export const maxLoss = 0.03

/** Factor by which the finished result may miss {@link maxLoss}: a few frames of it are compared, not all. */
const lossTolerance = 1.25

/** Whether a part of a finished result looks worse than planned. */
export const missesPlan = (loss: number): boolean => loss > maxLoss * lossTolerance

/**
 * Loss that a viewer does not see beside the result of the maximum. It counts where the maximum is not enough: there,
 * many more bits often make a small difference, for example for noise.
 */
const unseenLoss = 0.004

/** Bitrates of the trials, as shares of the maximum, ascending. */
const trialShares = [0.2, 1]
/** Assumed slope of the logarithm of the loss over that of the bitrate, where the first trial is enough. Most are flatter. */
const assumedSlope = -1
/**
 * Factor between the slopes of whole results and of trials, which spend a large share of their bits on their key frame.
 * Used where only a difference from the maximum counts (decision 0051).
 */
const slopeFactor = 2
/** Lowest bitrate that is chosen, as a share of the maximum. */
const minShare = 0.1

/** Loss of a perfect result in the calculation, because it has no logarithm. */
const minLoss = 1e-6

/** Factor for the parts of a video that are not tried: they may need more bits. */
const margin = 1.15

/** Minimum factor between the bitrate of a result that looked worse than planned, and that of the next one. */
const minIncrease = 1.3

/** Frames of each trial: a key frame, and as many as an encoder needs to show its usual quality. */
export const framesPerTrial = 6
/** Indexes of the frames that are compared. The key frame may look better than those after it. */
export const comparedFrames: readonly number[] = [2, 5]

/** One part is tried for this many seconds of video, so the trials encode a small share of its frames. */
const secondsPerPart = 20
const partCount = { min: 2, max: 6 }

/** Bits per second of the trials, ascending. */
export const trialBitratesOf = (max: number): number[] =>
  trialShares.map((share) => Math.round(max * share))

/** Times of the tried parts, in seconds, ascending. */
export function trialTimesOf({ start, end }: { start: number; end: number }): number[] {
  const wanted = Math.round((end - start) / secondsPerPart)
  const count = Math.max(partCount.min, Math.min(partCount.max, wanted))
  const distance = (end - start) / count
  return Array.from({ length: count }, (_, index) => start + distance * (index + 0.5))
}

/**
 * Chooses the lowest bitrate with which all tried parts look like their source, or, if the maximum is not enough, like the
 * result of the maximum.
 * @param parts the trials of each part, ascending by bitrate
 * @param max maximum in bits per second
 * @param missed bits per second of a result that looks worse than planned; absent in the first plan
 */
export function chooseBitrate(
  parts: readonly (readonly Trial[])[],
  max: number,
  missed = 0,
): BitratePlan {
  const needed = Math.max(...parts.map((trials) => neededBitrate(trials, max)))
  const wanted = Math.max(needed, missed * minIncrease, max * minShare)
  const bitrate = Math.min(wanted, max)
  return {
    kbps: Math.max(kbpsRange.min, Math.round(bitrate / 1000)),
    looksSame: parts.every(canLookSame) && missed * minIncrease <= max,
  }
}

/** Whether the trials with the lowest bitrate are enough: all parts look like their source. */
export const isDecided = (parts: readonly (readonly Trial[])[]): boolean =>
  parts.every(([first]) => first !== undefined && first.loss <= maxLoss)

/** Whether a trial looks like its source. */
const canLookSame = (trials: readonly Trial[]): boolean =>
  trials.some(({ loss }) => loss <= maxLoss)

/** The bitrate that a part needs, if the logarithms of the loss and of the bitrate are proportional. */
function neededBitrate(trials: readonly Trial[], max: number): number {
  const [low, high] = [trials[0], trials.at(-1)]
  if (!low || !high) return max
  const slope =
    low === high
      ? assumedSlope
      : Math.log(lossOf(high) / lossOf(low)) / Math.log(high.bitrate / low.bitrate)
  // More bits do not help where the loss does not fall, for example because the encoder ignores the bitrate.
  if (!(slope < 0)) return low.loss <= maxLoss ? 0 : max
  return high.loss <= maxLoss
    ? margin * bitrateFor(maxLoss, high, slope)
    : bitrateFor(high.loss + unseenLoss, high, slope * slopeFactor)
}

/** The bitrate of a loss, on a line with this slope through a trial. */
const bitrateFor = (loss: number, trial: Trial, slope: number): number =>
  trial.bitrate * (loss / lossOf(trial)) ** (1 / slope)

const lossOf = ({ loss }: Trial): number => Math.max(loss, minLoss)
