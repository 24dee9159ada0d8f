import type { Recorder } from './adapters/media-recorder.ts'
import type { CaptureContext } from './capture-context.ts'
import { failureOf } from './model/capture-failure.ts'
import { bitrateOf, type Limit, reached } from './model/recording-limits.ts'
import { directoryNameOf, type RecordingId } from './model/recording-name.ts'
import { isRunning, type StopReason } from './model/recording.ts'

/** Seconds of the countdown before a recording. */
const countdownSeconds = 3

/** Milliseconds between two reads of the clock. */
const tickMs = 250

/** A recording that this tab has locked. */
interface ClaimedRecording extends RecordingId {
  directory: string
  recorder: Recorder
  limit: Limit
  release: () => void
}

/** Records from an open source and makes a file of it, one recording at a time. */
export function createRecordingControl({
  kind,
  dependencies,
  options,
  ...context
}: CaptureContext) {
  const { recording, source, limit, result, now, seconds, apply } = context
  let claimed: ClaimedRecording | undefined
  let finishing: Promise<void> | undefined

  async function countDown(isCurrent: () => boolean): Promise<void> {
    for (
      let remaining = context.hasCountdown.value ? countdownSeconds : 0;
      remaining > 0;
      remaining--
    ) {
      apply({ type: 'count', remaining })
      await dependencies.wait(1000)
      if (!isCurrent()) return
    }
    apply({ type: 'count', remaining: 0 })
  }

  /** Starts a recording after the countdown. */
  async function record(): Promise<void> {
    const opened = source.value
    const currentLimit = limit.value
    if (recording.value.stage !== 'ready' || !opened || !currentLimit) return
    const isCurrent = context.startAttempt()
    await countDown(isCurrent)
    if (!isCurrent()) return
    const id = { kind, startedAt: dependencies.today() }
    const directory = directoryNameOf(id)
    const release = await dependencies.claim(directory)
    if (!release) return apply({ type: 'refused', failure: 'unexpected' })
    try {
      const recorder = await dependencies.startRecorder(
        opened.stream,
        { directory, bitrate: bitrateOf(opened.video) },
        {
          written: (bytes) => {
            apply({ type: 'written', bytes })
            checkLimit()
          },
          failed: (error) =>
            void stop(failureOf(error, kind) === 'no-space' ? 'no-space' : 'ended'),
        },
      )
      claimed = { ...id, directory, recorder, limit: limit.value ?? currentLimit, release }
      if (!isCurrent()) {
        await recorder.stop()
        return await discard()
      }
      apply({ type: 'started', now: dependencies.now() })
      void watchClock()
    } catch (error) {
      release()
      if (isCurrent()) context.refuse(failureOf(error, kind))
    }
  }

  function cancelCountdown(): void {
    if (recording.value.stage !== 'counting') return
    context.cancelAttempt()
    apply({ type: 'countdown-canceled' })
  }

  async function watchClock(): Promise<void> {
    while (isRunning(recording.value)) {
      checkLimit()
      await dependencies.wait(tickMs)
    }
  }

  /** Updates the time, and stops a recording that has reached its limit. */
  function checkLimit(): void {
    now.value = dependencies.now()
    if (!isRunning(recording.value) || !claimed) return
    const { bytes } = recording.value
    const reason = reached(claimed.limit, { seconds: seconds.value, bytes })
    if (reason) void stop(reason)
  }

  function pause(interrupted = false): void {
    if (recording.value.stage !== 'recording') return
    claimed?.recorder.pause()
    apply({ type: 'pause', now: dependencies.now(), interrupted })
  }

  function resume(): void {
    if (recording.value.stage !== 'paused') return
    claimed?.recorder.resume()
    apply({ type: 'resume', now: dependencies.now() })
  }

  /** Ends the recording, closes the devices, and makes a file. */
  async function stop(reason: StopReason = 'requested'): Promise<void> {
    if (!isRunning(recording.value)) return
    apply({ type: 'stop', reason })
    finishing = (async () => {
      await claimed?.recorder.stop()
      context.closeSource()
      await makeFile()
    })()
    await finishing
  }

  /** Tries again to make a file of a recording. */
  async function finish(): Promise<void> {
    apply({ type: 'finish' })
    finishing = makeFile()
    await finishing
  }

  async function makeFile(): Promise<void> {
    if (!claimed) return
    const { directory } = claimed
    try {
      const duration = await dependencies.finish(directory, options.titleOf(claimed), (done) =>
        apply({ type: 'progress', done }),
      )
      result.value = await dependencies.finished(directory)
      apply({ type: 'finished', duration })
    } catch (error) {
      apply({ type: 'failed', failure: failureOf(error, kind) })
    }
  }

  /** Deletes the recording. */
  async function discard(): Promise<void> {
    const discarded = claimed
    release()
    if (discarded) await dependencies.remove(discarded.directory)
  }

  /** Unlocks the recording, which stays in storage. */
  function release(): void {
    claimed?.release()
    claimed = undefined
    result.value = undefined
  }

  return {
    record,
    cancelCountdown,
    pause,
    resume,
    stop,
    finish,
    discard,
    release,
    /** Resolves when no file is being made. */
    settled: async () => finishing,
  }
}
