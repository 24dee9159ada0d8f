import { AudioSample, AudioSampleSink, type EncodedPacket } from 'mediabunny'
import { createPacketClock, framesIn, type SamplePlace } from '../model/packet-clock.ts'

/** The members of mediabunny's decoder wrapper that are used here. */
interface Decoder {
  decode(packet: EncodedPacket): void
}

type CreateDecoder = (
  onSample: (sample: AudioSample) => unknown,
  ...rest: unknown[]
) => Promise<Decoder>

/**
 * Decodes audio and places it at the timestamps of its packets. Between the samples may be holes. mediabunny 1.61 lets
 * them follow each other without holes (`AudioDecoderWrapper` in `media-sink.ts`), and there is no option for it, so
 * this class overrides an internal method; a test verifies that the override still works (decision 0025).
 */
export class PacketTimedSink extends AudioSampleSink {
  async _createDecoder(
    onSample: (sample: AudioSample) => unknown,
    ...rest: unknown[]
  ): Promise<Decoder> {
    const { _createDecoder } = AudioSampleSink.prototype as unknown as {
      _createDecoder: CreateDecoder
    }
    // Decoders emit one sample for each packet.
    const timestamps: number[] = []
    let place: ReturnType<typeof createPacketClock> | undefined
    const onDecoded = (decoded: AudioSample) => {
      using sample = decoded
      const { timestamp, duration } = sample
      const due = timestamps.shift() ?? timestamp
      // A decoder removes the delay of its codec from the first sample. The sample then ends where the next one starts.
      place ??= createPacketClock((timestamps[0] ?? due + duration) - duration)
      const fitted = fit(sample, place({ due, duration }))
      if (fitted) onSample(fitted)
    }
    const decoder = await _createDecoder.call(this, onDecoded, ...rest)
    const decode = decoder.decode.bind(decoder)
    decoder.decode = (packet) => {
      timestamps.push(packet.timestamp)
      decode(packet)
    }
    return decoder
  }
}

/** Copies a sample to its place, stretched if necessary. */
function fit(sample: AudioSample, place: SamplePlace): AudioSample | undefined {
  const { numberOfChannels, numberOfFrames, sampleRate } = sample
  const { start } = place
  const isStretched = place.duration !== sample.duration
  const length = isStretched ? framesIn(place, sampleRate) : numberOfFrames
  if (length === 0) return undefined
  if (length === numberOfFrames) {
    const copy = sample.clone()
    copy.setTimestamp(start)
    return copy
  }
  const from = new Float32Array(numberOfFrames * numberOfChannels)
  sample.copyTo(from, { planeIndex: 0, format: 'f32' })
  const data = new Float32Array(length * numberOfChannels)
  for (let frame = 0; frame < length; frame++) {
    const position = (frame * (numberOfFrames - 1)) / Math.max(1, length - 1)
    const before = Math.floor(position)
    const after = Math.min(before + 1, numberOfFrames - 1)
    for (let channel = 0; channel < numberOfChannels; channel++) {
      const at = (index: number) => from[index * numberOfChannels + channel] ?? 0
      data[frame * numberOfChannels + channel] =
        at(before) + (at(after) - at(before)) * (position - before)
    }
  }
  return new AudioSample({ data, format: 'f32', numberOfChannels, sampleRate, timestamp: start })
}
