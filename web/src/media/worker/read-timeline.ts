import { EncodedPacketSink } from 'mediabunny'
import { type CodedFrame, type Timeline, timelineOf } from '../model/timeline.ts'
import { openMedia } from './open-media.ts'

/** Reads when each frame of a file is shown, and where it can be cut; from its tables, where it has some. */
export async function readTimeline(file: Blob): Promise<Timeline> {
  using input = openMedia(file)
  const video = await input.getPrimaryVideoTrack()
  if (!video) throw new DOMException('There is no picture.', 'NotSupportedError')
  const first = Math.max(0, await input.getFirstTimestamp())
  const coded: CodedFrame[] = []
  let end = 0
  const sink = new EncodedPacketSink(video)
  for await (const packet of sink.packets(undefined, undefined, { metadataOnly: true })) {
    coded.push({ time: packet.timestamp - first, isKey: packet.type === 'key' })
    end = Math.max(end, packet.timestamp + packet.duration)
  }
  const whole = (await input.getDurationFromMetadata()) ?? end
  return timelineOf(coded, Math.max(whole, end) - first)
}
