import { levelOf } from '../model/audio-level.ts'

/** Samples per level: about 20 ms. */
const window = 1024

/** The audio of a recording: all inputs in one track, and the level of the microphone. */
export interface AudioMix {
  track: MediaStreamTrack | undefined
  /** Current level, from 0 to 1; absent without a microphone. */
  level?: () => number
  close(): void
}

const audioTrackOf = (stream: MediaStream | undefined) => stream?.getAudioTracks()[0]

/** Mixes the sound of a screen with a microphone if both exist. */
export function mix(microphone: MediaStream | undefined, screen?: MediaStream): AudioMix {
  const voice = audioTrackOf(microphone)
  const played = audioTrackOf(screen)
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
