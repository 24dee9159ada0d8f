import { playSilently } from './play-silently.ts'
import { recognizeSpeech } from './speech-recognition.ts'

/**
 * Recognizes the speech of a sound on the device, in real time.
 * @param samples one channel
 * @param rate samples per second
 * @param onPhrase receives each phrase, and the position of the sound in seconds
 * @param signal ends it
 * @throws Error if the browser cannot recognize the sound
 */
export async function transcribe(
  samples: Float32Array<ArrayBuffer>,
  rate: number,
  language: string,
  onPhrase: (text: string, position: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const sound = playSilently(samples, rate)
  try {
    // A browser may end the recognition at a long pause.
    while (!sound.hasEnded() && !signal.aborted) {
      const from = sound.position()
      const { stop, ended } = recognizeSpeech(sound.track, language, (text) => {
        if (!signal.aborted) onPhrase(text, sound.position())
      })
      sound.onEnd = stop
      signal.addEventListener('abort', stop, { once: true })
      await ended
      signal.removeEventListener('abort', stop)
      if (!sound.hasEnded() && !signal.aborted && sound.position() - from < 0.1)
        throw new Error('The recognition ended at its start.')
    }
  } finally {
    sound.stop()
  }
}
