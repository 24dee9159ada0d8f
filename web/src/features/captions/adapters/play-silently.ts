/** A sound that plays into a track, not into the loudspeakers. */
export interface SilentSound {
  track: MediaStreamTrack
  /** Seconds. */
  position(): number
  hasEnded(): boolean
  /** Called at the end of the sound. */
  onEnd: (() => void) | undefined
  stop(): void
}

/**
 * Plays samples into a track in real time.
 * @param samples one channel
 * @param rate samples per second
 */
export function playSilently(samples: Float32Array<ArrayBuffer>, rate: number): SilentSound {
  const context = new AudioContext()
  const buffer = context.createBuffer(1, samples.length, rate)
  buffer.copyToChannel(samples, 0)
  const source = context.createBufferSource()
  source.buffer = buffer
  const destination = context.createMediaStreamDestination()
  source.connect(destination)
  const [track] = destination.stream.getAudioTracks()
  if (!track) throw new Error('The browser offers no track of the sound.')
  const startedAt = context.currentTime
  const duration = samples.length / rate
  let hasEnded = false
  const sound: SilentSound = {
    track,
    position: () => Math.min(context.currentTime - startedAt, duration),
    hasEnded: () => hasEnded,
    onEnd: undefined,
    stop() {
      hasEnded = true
      track.stop()
      void context.close()
    },
  }
  source.onended = () => {
    hasEnded = true
    sound.onEnd?.()
  }
  source.start()
  return sound
}
