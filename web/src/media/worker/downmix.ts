import { AudioSample } from 'mediabunny'

/**
 * For each number of channels, the source channels of each 5.1 channel: left, right, centre, LFE, surround left,
 * surround right. Source channels are in WAVE order. mediabunny 1.61 downmixes other channel counts correctly, but of
 * these it would keep only the first two channels and lose the dialogue in the centre channel.
 */
const fiveOne: Record<number, number[][]> = {
  3: [[0], [1], [2], [], [], []],
  5: [[0], [1], [2], [], [3], [4]],
  7: [[0], [1], [2], [3], [4, 5], [4, 6]],
  8: [[0], [1], [2], [3], [4, 6], [5, 7]],
}

/** Converts a sample to a channel layout that mediabunny can downmix. The caller closes both samples. */
export function toDownmixable(sample: AudioSample): AudioSample {
  const { numberOfChannels, numberOfFrames, sampleRate, timestamp } = sample
  const sources = fiveOne[numberOfChannels]
  if (!sources) return sample.clone()
  const from = new Float32Array(numberOfFrames * numberOfChannels)
  sample.copyTo(from, { planeIndex: 0, format: 'f32' })
  const data = new Float32Array(numberOfFrames * sources.length)
  for (let frame = 0; frame < numberOfFrames; frame++)
    for (const [channel, parts] of sources.entries())
      data[frame * sources.length + channel] = parts.reduce(
        (sum, part) => sum + (from[frame * numberOfChannels + part] ?? 0),
        0,
      )
  return new AudioSample({
    data,
    format: 'f32',
    numberOfChannels: sources.length,
    sampleRate,
    timestamp,
  })
}
