/** Samples per second: enough for a waveform and to find speech; an hour needs 115 MB. */
export const sampleRate = 8000

/** Samples per second that speech recognition needs. */
export const speechRate = 16_000

/** Larger files are not decoded: the browser needs the whole file in memory. */
const maxBytes = 300 * 1024 * 1024

/**
 * The sound of a file as one channel with `rate` samples per second. `undefined` if the file is too large, has no sound, or if the browser cannot decode
 * it.
 */
export async function decodeAudio(
  file: Blob | undefined,
  rate = sampleRate,
): Promise<Float32Array<ArrayBuffer> | undefined> {
  if (!file || file.size > maxBytes) return undefined
  try {
    const context = new OfflineAudioContext(1, 1, rate)
    const buffer = await context.decodeAudioData(await file.arrayBuffer())
    const mono = new Float32Array(buffer.length)
    for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
      const samples = buffer.getChannelData(channel)
      for (let index = 0; index < mono.length; index++)
        mono[index] = (mono[index] ?? 0) + (samples[index] ?? 0) / buffer.numberOfChannels
    }
    return mono
  } catch {
    return undefined
  }
}
