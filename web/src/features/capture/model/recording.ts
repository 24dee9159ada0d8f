import type { CaptureFailure } from './capture-failure.ts'

/** A stopwatch. */
export interface Clock {
  /** Milliseconds counted until it was last paused. */
  counted: number
  /** When it was last started, in milliseconds of a monotonic clock; absent while it is paused. */
  since?: number
}

/** Why a recording has ended. */
export type StopReason =
  /** The creator stopped it. */
  | 'requested'
  | 'max-duration'
  | 'no-space'
  /** The camera was unplugged, or the user ended the sharing of the screen. */
  | 'ended'

/** The state of one recording, until there is a file. The discriminant is `stage`. */
export type Recording =
  /** No device is open. */
  | { stage: 'closed' }
  /** The devices are being opened, and the browser may ask for permission. */
  | { stage: 'opening' }
  | { stage: 'refused'; failure: CaptureFailure }
  /** The preview is on screen. */
  | { stage: 'ready' }
  /** `remaining` seconds until the recorder starts; 0 while it is being started. */
  | { stage: 'counting'; remaining: number }
  | { stage: 'recording'; clock: Clock; bytes: number }
  /** `interrupted` if the device has caused the pause, and not the creator. */
  | { stage: 'paused'; clock: Clock; bytes: number; interrupted: boolean }
  /** A file is being made; `done` is from 0 to 1. */
  | { stage: 'finishing'; reason: StopReason; done: number }
  /** The file could not be made. The recording stays in storage. */
  | { stage: 'unfinished'; reason: StopReason; failure: CaptureFailure }
  /** The file is complete. `duration` in seconds. */
  | { stage: 'review'; reason: StopReason; duration: number }

/** The events of a recording. `now` is in milliseconds of the monotonic clock. */
export type RecordingEvent =
  | { type: 'open' }
  | { type: 'opened' }
  | { type: 'refused'; failure: CaptureFailure }
  /** The devices are closed before a recording has started. */
  | { type: 'close' }
  | { type: 'count'; remaining: number }
  | { type: 'countdown-canceled' }
  /** The recorder has started. */
  | { type: 'started'; now: number }
  | { type: 'written'; bytes: number }
  | { type: 'pause'; now: number; interrupted: boolean }
  | { type: 'resume'; now: number }
  | { type: 'stop'; reason: StopReason }
  | { type: 'progress'; done: number }
  | { type: 'failed'; failure: CaptureFailure }
  | { type: 'finish' }
  | { type: 'finished'; duration: number }
  | { type: 'retake' }

/** The state after an event. Returns the same object for an event that does not apply to the stage. */
export function transition(recording: Recording, event: RecordingEvent): Recording {
  const { stage } = recording
  switch (event.type) {
    case 'open':
      return stage === 'closed' || stage === 'refused' || stage === 'ready'
        ? { stage: 'opening' }
        : recording
    case 'opened':
      return stage === 'opening' ? { stage: 'ready' } : recording
    case 'refused':
      return stage === 'opening' || stage === 'ready' || stage === 'counting'
        ? { stage: 'refused', failure: event.failure }
        : recording
    case 'close':
      return ['opening', 'refused', 'ready', 'counting'].includes(stage)
        ? { stage: 'closed' }
        : recording
    case 'count':
      return stage === 'ready' || stage === 'counting'
        ? { stage: 'counting', remaining: event.remaining }
        : recording
    case 'countdown-canceled':
      return stage === 'counting' ? { stage: 'ready' } : recording
    case 'started':
      return stage === 'counting'
        ? { stage: 'recording', clock: { counted: 0, since: event.now }, bytes: 0 }
        : recording
    case 'written':
      return stage === 'recording' || stage === 'paused'
        ? { ...recording, bytes: Math.max(recording.bytes, event.bytes) }
        : recording
    case 'pause':
      if (stage !== 'recording') return recording
      return {
        stage: 'paused',
        clock: { counted: elapsed(recording.clock, event.now) },
        bytes: recording.bytes,
        interrupted: event.interrupted,
      }
    case 'resume':
      if (stage !== 'paused') return recording
      return {
        stage: 'recording',
        clock: { ...recording.clock, since: event.now },
        bytes: recording.bytes,
      }
    case 'stop':
      return isRunning(recording)
        ? { stage: 'finishing', reason: event.reason, done: 0 }
        : recording
    case 'progress':
      return stage === 'finishing'
        ? { ...recording, done: Math.max(recording.done, Math.min(1, event.done)) }
        : recording
    case 'failed':
      return stage === 'finishing'
        ? { stage: 'unfinished', reason: recording.reason, failure: event.failure }
        : recording
    case 'finish':
      return stage === 'unfinished'
        ? { stage: 'finishing', reason: recording.reason, done: 0 }
        : recording
    case 'finished':
      return stage === 'finishing'
        ? { stage: 'review', reason: recording.reason, duration: event.duration }
        : recording
    case 'retake':
      return stage === 'review' || stage === 'unfinished' ? { stage: 'closed' } : recording
  }
}

/** Milliseconds that a stopwatch has counted at a time. */
export const elapsed = ({ counted, since }: Clock, now: number): number =>
  counted + (since === undefined ? 0 : Math.max(0, now - since))

/** Whether the recording is running or paused. */
export const isRunning = (
  recording: Recording,
): recording is Recording & { stage: 'recording' | 'paused' } =>
  recording.stage === 'recording' || recording.stage === 'paused'
