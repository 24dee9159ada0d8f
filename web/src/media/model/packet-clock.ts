/** Deviations up to this many seconds are rounding errors of a container, or the delay of a codec. */
const tolerance = 0.01

/** Seconds in which a deviation of a drifting clock is corrected. */
const correctionTime = 0.3

/** A longer deviation, in seconds, is a hole or an overlap and not a drift. */
const maxDrift = 0.1

/** Where a decoded sample belongs, in seconds. */
export interface SamplePlace {
  start: number
  /** The duration to which the sample has to be stretched. It is 0 if earlier samples are already there. */
  duration: number
}

/**
 * The number of audio frames in a place. Its ends are rounded and not its duration: otherwise the error would grow with
 * each stretched sample, to most of a second in an hour.
 */
export const framesIn = ({ start, duration }: SamplePlace, sampleRate: number): number =>
  Math.round((start + duration) * sampleRate) - Math.round(start * sampleRate)

/**
 * Places decoded audio at the timestamps of its packets. Decoders count samples from the first packet: after a hole
 * they would be early, and the audio of a device with another clock would drift.
 * @param first where the first sample starts, in seconds
 * @returns a function that places the next sample. `due` is the timestamp of its packet, `duration` the duration of
 *   the decoded sample
 */
export function createPacketClock(
  first: number,
): (sample: { due: number; duration: number }) => SamplePlace {
  let end = first
  let isFirst = true
  return ({ due, duration }) => {
    const deviation = isFirst ? 0 : due - end
    isFirst = false
    if (deviation < -maxDrift) return { start: end, duration: 0 }
    const start = deviation > maxDrift ? due : end
    const isDrift = Math.abs(deviation) > tolerance && start === end
    // A small change of speed is not audible; a jump would be.
    const stretch = isDrift ? 1 + deviation / correctionTime : 1
    end = start + duration * stretch
    return { start, duration: duration * stretch }
  }
}
