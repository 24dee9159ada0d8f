import type { InputAudioTrack } from 'mediabunny'
import { PacketTimedSink } from './packet-timed-sink.ts'

/** Seconds of an interval. */
const interval = 0.02

/** Seconds before a part from which it is decoded, so that decoders converge. */
const preroll = 0.1

/** The loudness (root mean square) of short intervals of a part of an audio track. Seconds. */
export async function envelopeOf(
  track: InputAudioTrack,
  start: number,
  duration: number,
): Promise<number[]> {
  const energy = new Float64Array(Math.round(duration / interval))
  const counts = new Uint32Array(energy.length)
  for await (const decoded of new PacketTimedSink(track).samples(
    start - preroll,
    start + duration,
  )) {
    using sample = decoded
    const { numberOfChannels, numberOfFrames, sampleRate, timestamp } = sample
    const values = new Float32Array(numberOfFrames * numberOfChannels)
    sample.copyTo(values, { planeIndex: 0, format: 'f32' })
    for (let frame = 0; frame < numberOfFrames; frame++) {
      const at = Math.floor((timestamp - start + frame / sampleRate) / interval)
      if (at < 0 || at >= energy.length) continue
      for (let channel = 0; channel < numberOfChannels; channel++)
        energy[at] = (energy[at] ?? 0) + (values[frame * numberOfChannels + channel] ?? 0) ** 2
      counts[at] = (counts[at] ?? 0) + numberOfChannels
    }
  }
  return Array.from(energy, (value, index) => Math.sqrt(value / Math.max(1, counts[index] ?? 0)))
}
