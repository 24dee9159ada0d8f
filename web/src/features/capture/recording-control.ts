import type { CaptureContext } from './capture-context.ts'
import {
  abandonRecording,
  type ClaimedRecording,
  makeRecordingFile,
  startClaimedRecording,
} from './claimed-recording.ts'
import { createCountdown } from './countdown.ts'
import { recorderFailureOf } from './model/capture-failure.ts'
import { type Limit, reached } from './model/recording-limits.ts'
import { isRunning, type StopReason } from './model/recording.ts'

/** Milliseconds between two reads of the clock. */
const tickMs = 250

/** Records from an open source and makes a file of it, one recording at a time. */
export function createRecordingControl(context: CaptureContext) {
  const { dependencies, recording, source, limit, result, now, seconds, apply } = context
  const countdown = createCountdown(context)
  let claimed: (ClaimedRecording & { limit: Limit }) | undefined
  let finishing: Promise<void> | undefined
  let recordedSeconds = 0

  const recorderListener = {
    written: (bytes: number) => {
      apply({ type: 'written', bytes })
      checkLimit()
    },
    failed: (error: unknown) =>
      void stop(recorderFailureOf(error) === 'no-space' ? 'no-space' : 'ended'),
  }

  /** Starts a recording after the countdown. */
  async function record(): Promise<void> {
    const opened = source.value
    const currentLimit = limit.value
    if (recording.value.stage !== 'ready' || !opened || !currentLimit) return
    const isCurrent = context.startAttempt()
    await countdown.run(isCurrent)
    if (!isCurrent()) return
    try {
      const started = await startClaimedRecording(context, opened, recorderListener)
      if (!started) return apply({ type: 'refused', failure: 'unexpected' })
      if (!isCurrent()) return await abandonRecording(context, started)
      claimed = { ...started, limit: limit.value ?? currentLimit }
      apply({ type: 'started', now: dependencies.now() })
      void watchClock()
    } catch (error) {
      if (isCurrent()) context.refuse(recorderFailureOf(error))
    }
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
    recordedSeconds = seconds.value
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
    if (claimed) await makeRecordingFile(context, claimed, recordedSeconds)
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
    cancelCountdown: countdown.cancel,
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
