/** The parts of the Web Speech API that the studio uses. TypeScript's DOM types do not have them. */
interface RecognitionResult {
  readonly isFinal: boolean
  readonly [index: number]: { readonly transcript: string } | undefined
}

interface RecognitionEvent {
  readonly resultIndex: number
  readonly results: ArrayLike<RecognitionResult>
}

/** `SpeechRecognition` of the browser. */
export interface Recognition {
  lang: string
  continuous: boolean
  interimResults: boolean
  /** Whether the sound must stay on the device. */
  processLocally: boolean
  onresult: ((event: RecognitionEvent) => void) | null
  onend: (() => void) | null
  onerror: ((event: { error: string }) => void) | null
  start(sound?: MediaStreamTrack): void
  stop(): void
}

type Availability = 'available' | 'downloadable' | 'downloading' | 'unavailable'

/** The constructor of {@link Recognition} in browsers with recognition on the device. */
export interface RecognitionType {
  new (): Recognition
  available?: (options: { langs: string[]; processLocally: boolean }) => Promise<Availability>
}

const typeOfBrowser = (): RecognitionType | undefined =>
  (globalThis as { SpeechRecognition?: RecognitionType }).SpeechRecognition

/**
 * Whether this browser recognizes speech in a language on the device, without a download. A browser that would send the
 * sound to a server counts as unable.
 */
export async function canRecognize(
  language: string,
  type: RecognitionType | undefined = typeOfBrowser(),
): Promise<boolean> {
  // Without this function, the browser does not know `processLocally` and would use a server.
  if (!type?.available) return false
  try {
    return (await type.available({ langs: [language], processLocally: true })) === 'available'
  } catch {
    return false
  }
}

/**
 * Recognizes the speech of a sound on the device.
 * @param onText called with each finished phrase
 * @returns a function that stops it, and a promise that resolves at the end and rejects if the browser reports an error
 */
export function recognizeSpeech(
  sound: MediaStreamTrack,
  language: string,
  onText: (text: string) => void,
  type: RecognitionType | undefined = typeOfBrowser(),
): { stop: () => void; ended: Promise<void> } {
  if (!type) return { stop: () => undefined, ended: Promise.reject(new Error('not-supported')) }
  const recognition = new type()
  Object.assign(recognition, { lang: language, continuous: true, interimResults: false })
  recognition.processLocally = true
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  recognition.onresult = ({ resultIndex, results }) => {
    for (const result of Array.from(results).slice(resultIndex)) {
      const text = result.isFinal ? (result[0]?.transcript.trim() ?? '') : ''
      if (text) onText(text)
    }
  }
  recognition.onerror = ({ error }) => reject(new Error(error))
  recognition.onend = () => resolve()
  recognition.start(sound)
  return { stop: () => recognition.stop(), ended: promise }
}
