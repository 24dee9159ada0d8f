import { levelOf } from '../model/audio-level.ts'

/** Samples that one level is made of: some 20 ms. */
const window = 1024

/** The sound of a recording: everything that was given mixed into one track, and the microphone's level. */
export interface Sound {
  track: MediaStreamTrack | undefined
  /** Between 0 and 1, at this moment; absent without a microphone. */
  level?: () => number
  close(): void
}

const soundOf = (stream: MediaStream | undefined) => stream?.getAudioTracks()[0]

/** Mixes what a screen plays with a microphone, where there are both. */
export function mix(microphone: MediaStream | undefined, screen?: MediaStream): Sound {
  const voice = soundOf(microphone)
  const played = soundOf(screen)
  if (!voice) return { track: played, close: () => undefined }
  const context = new AudioContext()
  const voiceNode = context.createMediaStreamSource(new MediaStream([voice]))
  const analyser = new AnalyserNode(context, { fftSize: window })
  voiceNode.connect(analyser)
  const samples = new Float32Array(window)
  const level = () => {
    analyser.getFloatTimeDomainData(samples)
    return levelOf(samples)
  }
  const close = () => void context.close()
  if (!played) return { track: voice, level, close }
  const mixed = context.createMediaStreamDestination()
  voiceNode.connect(mixed)
  context.createMediaStreamSource(new MediaStream([played])).connect(mixed)
  return { track: mixed.stream.getAudioTracks()[0], level, close }
}
