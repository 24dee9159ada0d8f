import { type Input, type InputTrack, IsobmffInputFormat } from 'mediabunny'
import { openMedia } from './open-media.ts'
import { audioTrackOf, videoTrackOf } from './source-tracks.ts'

/** Allowed difference between the duration in the metadata and that of the packets: seconds, and a share of it. */
const tolerance = 0.5
const toleranceShare = 0.01

/**
 * The timestamp at which the video and audio track of a file end, in seconds. Other tracks may be longer. Reads the
 * whole file if it has no duration in its metadata, as WebM by browsers and screen recorders.
 * @throws {DOMException} NotReadableError if the file is truncated
 */
export async function endOf(file: Blob, input: Input): Promise<number> {
  const stated = await input.getDurationFromMetadata()
  if ((await input.getFormat()) instanceof IsobmffInputFormat) return endOfTracks(input)
  if (stated === null) {
    // Reading in one pass is faster than reading slices.
    using stream = openMedia(file)
    return await endOfTracks(stream)
  }
  await assertDuration(await input.getTracks(), stated)
  const end = await endOfTracks(input)
  // The last packet of a Matroska file often has no duration.
  return stated - end > tolerance ? end : stated
}

/** Whether the sample tables of an MP4 cover the whole file. */
export async function hasCompleteTables(input: Input): Promise<boolean> {
  const stated = await input.getDurationFromMetadata()
  return stated !== null && Math.abs(stated - (await input.computeDuration())) <= tolerance
}

async function endOfTracks(input: Input): Promise<number> {
  const tracks = [await videoTrackOf(input), await audioTrackOf(input)]
  const ends: number[] = [0]
  for (const track of tracks) if (track) ends.push(await track.computeDuration())
  return Math.max(...ends)
}

/** Rejects if no track is as long as the metadata claims, in seconds. */
async function assertDuration(tracks: InputTrack[], claimed: number): Promise<void> {
  const min = claimed * (1 - toleranceShare) - tolerance
  for (const track of tracks) if ((await track.computeDuration()) >= min) return
  throw new DOMException('The file is truncated.', 'NotReadableError')
}
