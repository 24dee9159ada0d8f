import { EncodedPacketSink } from 'mediabunny'
import { type CodedFrame, type Timeline, timelineOf } from '../model/timeline.ts'
import { endOf } from './duration.ts'
import { openMedia } from './open-media.ts'
import { startOf, videoTrackOf } from './source-tracks.ts'

/**
 * Reads the frame times of a file. If the file has packet tables, reads no media data.
 * @throws {DOMException} NotSupportedError if it has no video track
 */
export async function readTimeline(file: Blob): Promise<Timeline> {
  using input = openMedia(file)
  const video = await videoTrackOf(input)
  if (!video) throw new DOMException('There is no video track.', 'NotSupportedError')
  const first = await startOf(input)
  const coded: CodedFrame[] = []
  let end = 0
  const sink = new EncodedPacketSink(video)
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    coded.push({ time: packet.timestamp - first, isKey: packet.type === 'key' })
    end = Math.max(end, packet.timestamp + packet.duration)
  }
  return timelineOf(coded, Math.max(await endOf(file, input), end) - first)
}
