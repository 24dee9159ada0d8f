import { recordingType } from '../model/format.ts'
import { openWriter } from './recording-writer.ts'

/** Milliseconds that are lost at most if the page ends. */
const timeslice = 1000

/** Milliseconds between two pictures that a player can begin at. Only Chromium knows this option. */
const keyFrameInterval = { videoKeyFrameIntervalDuration: 2000 }

/** One recording under way. */
export interface Take {
  pause(): void
  resume(): void
  /** Resolves when all of it is written. */
  stop(): Promise<void>
}

export interface TakeListener {
  /** Bytes that are safe from now on. */
  written(bytes: number): void
  /** It records no more, by itself; to be stopped. */
  failed(error: unknown): void
}

/** Records a stream into the directory of that name. Resolves once it records. */
export async function startTake(
  stream: MediaStream,
  { directory, bitrate }: { directory: string; bitrate: number },
  listener: TakeListener,
): Promise<Take> {
  const mimeType = recordingType((type) => MediaRecorder.isTypeSupported(type))
  if (!mimeType) throw new DOMException('This browser records no video.', 'NotSupportedError')
  const writer = await openWriter(directory, listener)
  const begun = Promise.withResolvers<void>()
  const stopped = Promise.withResolvers<void>()
  let isStopping = false
  const end = (error: unknown) => {
    begun.reject(error)
    if (!isStopping) listener.failed(error)
  }
  try {
    const options = { mimeType, videoBitsPerSecond: bitrate, ...keyFrameInterval }
    const recorder = new MediaRecorder(stream, options)
    recorder.addEventListener('start', () => begun.resolve())
    recorder.addEventListener('dataavailable', ({ data }) => writer.append(data))
    recorder.addEventListener('error', (event) => end((event as ErrorEvent).error))
    recorder.addEventListener('stop', () => {
      stopped.resolve()
      end(new DOMException('Its tracks have ended.', 'AbortError'))
    })
    recorder.start(timeslice)
    await begun.promise
    return {
      pause: () => {
        recorder.pause()
        // A pause may be long.
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
