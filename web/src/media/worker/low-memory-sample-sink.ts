import { type EncodedPacket, VideoSampleSink } from 'mediabunny'
import { ChunkGarbage } from './gc-hint.ts'

/** What of mediabunny's wrapper around a decoder is used here. */
interface Decoder {
  getDecodeQueueSize(): number
  decode(packet: EncodedPacket): void
}

/** By how much a decoder's queue is overstated: at 3, fourteen packets instead of 41 may wait in it. */
const overstatement = 3

/**
 * The frames of a file, with few of them in memory. As long as no frame waits to be taken, mediabunny 1.61 hands
 * its decoder 41 packets at once (`computeMaxQueueSize` in `media-sink.ts`), and all may come out before the first
 * is taken: 130 MB at 1080p, four times that at 4K. No option says otherwise, hence what is its own affair, and
 * pinned by a test. Fewer than a dozen would starve decoders that give out nothing before they have seen some.
 */
export class FewFramesSink extends VideoSampleSink {
  async _createDecoder(...parameters: unknown[]): Promise<Decoder> {
    const { _createDecoder } = VideoSampleSink.prototype as unknown as {
      _createDecoder(...parameters: unknown[]): Promise<Decoder>
    }
    const decoder = await _createDecoder.apply(this, parameters)
    const garbage = new ChunkGarbage()
    const [size, decode] = [decoder.getDecodeQueueSize.bind(decoder), decoder.decode.bind(decoder)]
    decoder.getDecodeQueueSize = () => overstatement * size()
    decoder.decode = (packet) => {
      decode(packet)
      garbage.add(packet.byteLength)
    }
    return decoder
  }
}
