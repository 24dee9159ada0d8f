import type { CaptureProblem } from './capture-failure.ts'

/** Time that is counted only while it runs. */
export interface Clock {
  /** Milliseconds counted before it last ran. */
  counted: number
  /** The moment since which it runs, in milliseconds of any steady clock; absent while it stands. */
  since?: number
}

/** Why a recording came to its end. */
export type StopReason =
  /** Its creator stopped it. */
  | 'asked'
  | 'longest'
  | 'no-space'
  /** The camera is gone, or the browser was told to share no more. */
  | 'ended'

/** One recording, from the wish to record until there is a file. The discriminant is `stage`. */
export type Recording =
  /** Nothing is open, and the creator's word is waited for. */
  | { stage: 'closed' }
  /** The browser is asked for the devices, and may ask its user. */
  | { stage: 'opening' }
  | { stage: 'refused'; problem: CaptureProblem }
  /** The picture is there, and nothing is recorded. */
  | { stage: 'ready' }
  /** Seconds until it begins; 0 while the recorder is being prepared. */
  | { stage: 'counting'; left: number }
  | { stage: 'recording'; clock: Clock; bytes: number }
  /** `interrupted` if the device, not the creator, brought it about. */
  | { stage: 'paused'; clock: Clock; bytes: number; interrupted: boolean }
  /** What is recorded becomes a file; `done` is between 0 and 1. */
  | { stage: 'finishing'; reason: StopReason; done: number }
  /** It could not become a file now. What is recorded is kept. */
  | { stage: 'unfinished'; reason: StopReason; problem: CaptureProblem }
  /** The file is there. `duration` in seconds. */
  | { stage: 'review'; reason: StopReason; duration: number }

/** Everything that can happen to a recording. `now` is the moment, on the clock's scale. */
export type RecordingEvent =
  | { type: 'open' }
  | { type: 'opened' }
  | { type: 'refused'; problem: CaptureProblem }
  /** The devices are let go before anything is recorded. */
  | { type: 'close' }
  | { type: 'count'; left: number }
  /** The countdown is given up. */
  | { type: 'wait' }
  /** The recorder runs. */
  | { type: 'began'; now: number }
  | { type: 'written'; bytes: number }
  | { type: 'pause'; now: number; interrupted: boolean }
  | { type: 'resume'; now: number }
  | { type: 'stop'; reason: StopReason }
  | { type: 'progress'; done: number }
  | { type: 'failed'; problem: CaptureProblem }
  | { type: 'finish' }
  | { type: 'finished'; duration: number }
  | { type: 'retake' }

/** What a recording becomes by an event. An event that does not apply to its stage leaves it as it is. */
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
        ? { stage: 'refused', problem: event.problem }
        : recording
    case 'close':
      return ['opening', 'refused', 'ready', 'counting'].includes(stage)
        ? { stage: 'closed' }
        : recording
    case 'count':
      return stage === 'ready' || stage === 'counting'
        ? { stage: 'counting', left: event.left }
        : recording
    case 'wait':
      return stage === 'counting' ? { stage: 'ready' } : recording
    case 'began':
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
        ? { stage: 'unfinished', reason: recording.reason, problem: event.problem }
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

/** Milliseconds that a clock has counted at a moment. */
export const elapsed = ({ counted, since }: Clock, now: number): number =>
  counted + (since === undefined ? 0 : Math.max(0, now - since))

/** Whether something is being recorded: leaving now would cut it short. */
export const isRunning = (
  recording: Recording,
): recording is Recording & { stage: 'recording' | 'paused' } =>
  recording.stage === 'recording' || recording.stage === 'paused'
