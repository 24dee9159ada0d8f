import { computed, ref, shallowRef } from 'vue'
import type { ChosenFile } from '../../platform/chosen-file.ts'
import type { CaptureSource } from './adapters/devices.ts'
import type { Recorder, RecorderListener } from './adapters/media-recorder.ts'
import type { RecordingStorage } from './adapters/stored-recordings.ts'
import type { CaptureFailure } from './model/capture-failure.ts'
import type { Device, DeviceChoice } from './model/devices.ts'
import type { Mode } from './model/kind.ts'
import type { Limit } from './model/recording-limits.ts'
import type { RecordingId } from './model/recording-name.ts'
import {
  elapsed,
  isRunning,
  type Recording,
  type RecordingEvent,
  transition,
} from './model/recording.ts'

/** Devices, storage and clocks, replaceable for tests. */
export interface CaptureDependencies {
  openSource(mode: Mode, choice: DeviceChoice): Promise<CaptureSource>
  devices(): Promise<{ cameras: Device[]; microphones: Device[] }>
  startRecorder(
    stream: MediaStream,
    options: { directory: string; bitrate: number },
    listener: RecorderListener,
  ): Promise<Recorder>
  /** Makes a file of the recording in a directory. Resolves with its duration in seconds. */
  finish(directory: string, title: string, onProgress: (done: number) => void): Promise<number>
  /** Reads the file that `finish` made. */
  finished(directory: string): Promise<ChosenFile | undefined>
  remove(directory: string): Promise<void>
  /** Locks a recording for this tab. Resolves with a function that releases it; `undefined` if another tab has it. */
  claim(directory: string): Promise<(() => void) | undefined>
  storage(): Promise<RecordingStorage>
  isSecure: boolean
  /** Milliseconds of a monotonic clock. */
  now(): number
  /** Unix milliseconds. */
  today(): number
  wait(ms: number): Promise<void>
}

export interface CaptureOptions {
  /** Bytes of the largest file that can be published. */
  maxFileBytes: () => number
  /** The file name of a recording, without extension. */
  titleOf: (id: RecordingId) => string
}

/** The state that the parts of a capture share. */
export function createContext(
  initialMode: Mode,
  dependencies: CaptureDependencies,
  options: CaptureOptions,
) {
  const recording = shallowRef<Recording>({ stage: 'closed' })
  const source = shallowRef<CaptureSource>()
  const now = ref(dependencies.now())
  let attempt: object | undefined

  function apply(event: RecordingEvent): void {
    recording.value = transition(recording.value, event)
  }

  function closeSource(): void {
    source.value?.close()
    source.value = undefined
  }

  return {
    mode: ref(initialMode),
    dependencies,
    options,
    recording,
    source,
    choice: ref<DeviceChoice>({ resolution: 1080, hasMicrophone: true }),
    hasCountdown: ref(initialMode === 'camera'),
    /** Limit of a recording that starts now; `undefined` without an open source or without space. */
    limit: shallowRef<Limit>(),
    isSilenced: ref(false),
    /** Whether a recording stays when the page ends. */
    isPersisted: ref(true),
    /** The finished file. */
    result: shallowRef<ChosenFile>(),
    /** The monotonic clock when it was last read. */
    now,
    seconds: computed(() =>
      isRunning(recording.value) ? elapsed(recording.value.clock, now.value) / 1000 : 0,
    ),
    apply,
    closeSource,
    /** Closes the devices because of a failure. */
    refuse(failure: CaptureFailure): void {
      closeSource()
      apply({ type: 'refused', failure })
    },
    /** Starts an attempt to open or to record. The returned function is false once the attempt was canceled. */
    startAttempt(): () => boolean {
      const own = (attempt = {})
      return () => attempt === own
    },
    cancelAttempt(): void {
      attempt = undefined
    },
  }
}

export type CaptureContext = ReturnType<typeof createContext>
