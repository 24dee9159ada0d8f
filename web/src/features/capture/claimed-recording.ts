import type { CaptureSource } from './adapters/devices.ts'
import type { Recorder, RecorderListener } from './adapters/media-recorder.ts'
import type { CaptureContext } from './capture-context.ts'
import { finishFailureOf } from './model/capture-failure.ts'
import { kindOf } from './model/kind.ts'
import { bitrateOf } from './model/recording-limits.ts'
import { directoryNameOf, type RecordingId } from './model/recording-name.ts'

/**
 * Seconds after which every recorder that works has delivered a frame. WebKitGTK without its encoder reports that it can
 * record, and delivers nothing.
 */
const minReadableSeconds = 3

/** A recording that this tab has locked. */
export interface ClaimedRecording extends RecordingId {
  directory: string
  recorder: Recorder
  /** Unlocks the recording, which stays in storage. */
  release: () => void
}

/**
 * Locks a new recording for this tab, and starts its recorder. Resolves with `undefined` if another tab has the lock.
 * @throws an error of the recorder, after unlocking the recording
 */
export async function startClaimedRecording(
  { mode, dependencies }: Pick<CaptureContext, 'mode' | 'dependencies'>,
  { stream, video }: Pick<CaptureSource, 'stream' | 'video'>,
  listener: RecorderListener,
): Promise<ClaimedRecording | undefined> {
  const id = { kind: kindOf(mode.value), startedAt: dependencies.today() }
  const directory = directoryNameOf(id)
  const release = await dependencies.claim(directory)
  if (!release) return undefined
  try {
    const options = { directory, bitrate: bitrateOf(video) }
    const recorder = await dependencies.startRecorder(stream, options, listener)
    return { ...id, directory, recorder, release }
  } catch (error) {
    release()
    throw error
  }
}

/**
 * Stops and deletes a recording whose attempt was canceled while its recorder started.
 * @throws an error of the recorder, after unlocking the recording
 */
export async function abandonRecording(
  { dependencies }: Pick<CaptureContext, 'dependencies'>,
  { recorder, directory, release }: ClaimedRecording,
): Promise<void> {
  try {
    await recorder.stop()
  } finally {
    release()
  }
  await dependencies.remove(directory)
}

/**
 * Makes a file of a stopped recording. Applies its progress, and the result or the failure.
 * @param seconds how long it was recorded
 */
export async function makeRecordingFile(
  {
    dependencies,
    options,
    result,
    apply,
  }: Pick<CaptureContext, 'dependencies' | 'options' | 'result' | 'apply'>,
  recording: RecordingId & { directory: string },
  seconds: number,
): Promise<void> {
  const { directory } = recording
  try {
    const duration = await dependencies.finish(directory, options.titleOf(recording), (done) =>
      apply({ type: 'progress', done }),
    )
    result.value = await dependencies.finished(directory)
    apply({ type: 'finished', duration })
  } catch (error) {
    const failure = finishFailureOf(error)
    const isEmpty = failure === 'nothing-recorded' && seconds >= minReadableSeconds
    apply({ type: 'failed', failure: isEmpty ? 'recorder-failed' : failure })
  }
}
