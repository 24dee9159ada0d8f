import { EncodedPacketSink, type InputAudioTrack, type InputVideoTrack } from 'mediabunny'
import type { TrackTimes } from '../model/track-comparison.ts'
import { timeTolerance } from '../model/trim.ts'
import type { TimeRange } from './audio-track.ts'

/** The times of a whole video track. */
export async function videoTimesOf(track: InputVideoTrack): Promise<TrackTimes> {
  return timesOf(await timestampsOf(track))
}

/**
 * The expected times of a result's video track: of all frames of the source, or of the frames in a trimmed range. A
 * frame that is visible when the range starts is shown from the start.
 */
export async function expectedVideoTimes(
  track: InputVideoTrack,
  { start, end, isTrimmed }: TimeRange & { isTrimmed: boolean },
): Promise<TrackTimes> {
  const timestamps = (await timestampsOf(track)).map((time) => time - start)
  if (!isTrimmed) return timesOf(timestamps)
  const shown = timestamps.filter(
    (time) => time >= -timeTolerance && time < end - start - timeTolerance,
  )
  const startsLater = shown.every((time) => time > timeTolerance)
  if (startsLater && timestamps.some((time) => time < 0)) shown.push(0)
  return timesOf(shown)
}

/** The timestamps of all frames, in decoding order. Reads no frames if the file has tables. */
async function timestampsOf(track: InputVideoTrack): Promise<number[]> {
  const timestamps: number[] = []
  const packets = new EncodedPacketSink(track).packets(undefined, undefined, { metadataOnly: true })
  for await (const { timestamp } of packets) timestamps.push(timestamp)
  return timestamps
}

function timesOf(timestamps: number[]): TrackTimes {
  let [first, last] = [Infinity, -Infinity]
  for (const time of timestamps) [first, last] = [Math.min(first, time), Math.max(last, time)]
  return { count: timestamps.length, first, last }
}

/** The expected times of a result's audio track; `undefined` if there is no audio in the range. */
export async function expectedAudioTimes(
  track: InputAudioTrack,
  { start, end }: TimeRange,
): Promise<TrackTimes | undefined> {
  const sink = new EncodedPacketSink(track)
  const options = { metadataOnly: true }
  let first = (await sink.getPacket(start, options)) ?? (await sink.getFirstPacket(options))
  // The end of the only packet may be unknown.
  if (first && first.timestamp + first.duration <= start)
    first = (await sink.getNextPacket(first, options)) ?? (first.duration === 0 ? first : null)
  const packet = await sink.getPacket(end - timeTolerance, options)
  if (!first || !packet || first.timestamp >= end - timeTolerance) return undefined
  const isEndKnown = packet.duration > 0 || packet.timestamp > first.timestamp
  const last = isEndKnown ? Math.min(end, packet.timestamp + packet.duration) - start : undefined
  return { first: Math.max(first.timestamp, start) - start, last }
}

/** The times of a result's audio track, without the part that its edit list hides. */
export async function audioTimesOf(
  track: InputAudioTrack,
): Promise<{ first: number; last: number }> {
  return {
    first: Math.max(0, await track.getFirstTimestamp()),
    last: await track.computeDuration(),
  }
}
