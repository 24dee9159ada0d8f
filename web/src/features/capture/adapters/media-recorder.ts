import { recordingType } from '../model/recording-type.ts'
import { openWriter } from './recording-writer.ts'

/** Milliseconds between two chunks: the maximum that is lost if the page ends. */
const timeslice = 1000

/** Milliseconds between key frames. Only Chromium knows this option. */
const keyFrameInterval = { videoKeyFrameIntervalDuration: 2000 }

/** A running recorder. */
export interface Recorder {
  pause(): void
  resume(): void
  /** Resolves when all chunks are written. */
  stop(): Promise<void>
}

export interface RecorderListener {
  /** Bytes that are stored, even if the page ends now. */
  written(bytes: number): void
  /** The recorder has ended because of an error or of ended tracks, and must be stopped. */
  failed(error: unknown): void
}

/** Records a stream into a directory. Resolves when the recorder runs. `bitrate` in bits per second. */
export async function startRecorder(
  stream: MediaStream,
  { directory, bitrate }: { directory: string; bitrate: number },
  listener: RecorderListener,
): Promise<Recorder> {
  const mimeType = recordingType((type) => MediaRecorder.isTypeSupported(type))
  if (!mimeType)
    throw new DOMException('This browser supports no recording format.', 'NotSupportedError')
  const writer = await openWriter(directory, listener)
  const started = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  let isStopping = false
  const end = (error: unknown) => {
    started.reject(error)
    if (!isStopping) listener.failed(error)
  }
  try {
    const options = { mimeType, videoBitsPerSecond: bitrate, ...keyFrameInterval }
    const recorder = new MediaRecorder(stream, options)
    recorder.addEventListener('start', () => started.resolve())
    recorder.addEventListener('dataavailable', ({ data }) => writer.append(data))
    recorder.addEventListener('error', (event) => end((event as ErrorEvent).error))
    recorder.addEventListener('stop', () => {
      stopped.resolve()
      end(new DOMException('The tracks of the stream have ended.', 'AbortError'))
    })
    recorder.start(timeslice)
    await started.promise
    return {
      pause: () => {
        recorder.pause()
        // Writes what is recorded so far, because the page may end during a long pause.
        recorder.requestData()
      },
      resume: () => recorder.resume(),
      stop: async () => {
        isStopping = true
        if (recorder.state !== 'inactive') recorder.stop()
        await stopped.promise
        await writer.close()
      },
    }
  } catch (error) {
    await writer.close()
    throw error
  }
}
