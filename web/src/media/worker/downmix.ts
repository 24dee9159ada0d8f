import { AudioSample } from 'mediabunny'

/**
 * By number of channels, which of them make up each of 5.1's: left, right, centre, bass, and both surrounds. They
 * stand in the order of WAVE. What is not here, mediabunny 1.61 mixes itself; of these it would keep the first two,
 * and so lose what is spoken.
 */
const fiveOne: Record<number, number[][]> = {
  3: [[0], [1], [2], [], [], []],
  5: [[0], [1], [2], [], [3], [4]],
  7: [[0], [1], [2], [3], [4, 5], [4, 6]],
  8: [[0], [1], [2], [3], [4, 6], [5, 7]],
}

/** The same sound in a number of channels that can be mixed into fewer. The caller closes both. */
export function mixable(sample: AudioSample): AudioSample {
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
