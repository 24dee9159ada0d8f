import { type EncodedPacket, VideoSampleSink } from 'mediabunny'
import { GcHint } from './gc-hint.ts'

/** The members of mediabunny's decoder wrapper that are used here. */
interface Decoder {
  getDecodeQueueSize(): number
  decode(packet: EncodedPacket): void
}

/** Factor by which the size of the decoder's queue is overstated. With 3, at most 14 packets instead of 41 are queued. */
const queueSizeFactor = 3

/**
 * Decodes the frames of a file with few frames in memory. mediabunny 1.61 queues 41 packets while no frame waits to be
 * consumed (`computeMaxQueueSize` in `media-sink.ts`), and all of them may be decoded before the first is consumed:
 * up to 130 MB at 1080p, 520 MB at 4K. There is no option for it, so this class overrides an internal method; a test
 * verifies that the override still works (decision 0011). Fewer than a dozen packets would block decoders that buffer some frames
 * before they emit the first.
 */
export class LowMemorySampleSink extends VideoSampleSink {
  async _createDecoder(...parameters: unknown[]): Promise<Decoder> {
    const { _createDecoder } = VideoSampleSink.prototype as unknown as {
      _createDecoder(...parameters: unknown[]): Promise<Decoder>
    }
    const decoder = await _createDecoder.apply(this, parameters)
    const gcHint = new GcHint()
    const [size, decode] = [decoder.getDecodeQueueSize.bind(decoder), decoder.decode.bind(decoder)]
    decoder.getDecodeQueueSize = () => queueSizeFactor * size()
    decoder.decode = (packet) => {
      decode(packet)
      gcHint.add(packet.byteLength)
    }
    return decoder
  }
}
