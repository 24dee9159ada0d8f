import { computed, ref, shallowRef } from 'vue'
import type { ChosenFile } from '../../platform/chosen-file.ts'
import type { Source } from './adapters/devices.ts'
import type { Take, TakeListener } from './adapters/media-recorder.ts'
import type { Device, DeviceChoice } from './model/devices.ts'
import type { Kind } from './model/kind.ts'
import { bitrateOf, type Limit, limitOf, reached } from './model/recording-limits.ts'
import { directoryNameOf, type RecordingId } from './model/recording-name.ts'
import { type CaptureProblem, problemOf } from './model/capture-failure.ts'
import {
  elapsed,
  isRunning,
  type Recording,
  type RecordingEvent,
  type StopReason,
  transition,
} from './model/recording.ts'

/** Seconds counted down before a recording begins. */
const countdown = 3

/** Milliseconds between two looks at the clock. */
const tick = 250

/** The outside, as far as a capture needs it. */
export interface CaptureDependencies {
  openSource(kind: Kind, choice: DeviceChoice): Promise<Source>
  devices(): Promise<{ cameras: Device[]; microphones: Device[] }>
  startTake(
    stream: MediaStream,
    options: { directory: string; bitrate: number },
    listener: TakeListener,
  ): Promise<Take>
  /** Makes a file of the recording in a directory. Resolves with its duration in seconds. */
  finish(directory: string, title: string, onProgress: (done: number) => void): Promise<number>
  /** The file that was made of it. */
  finished(directory: string): Promise<ChosenFile | undefined>
  remove(directory: string): Promise<void>
  /** Makes a recording this tab's own, until what is returned is called. */
  claim(directory: string): Promise<(() => void) | undefined>
  /** Bytes that the browser still has room for. */
  free(): Promise<number>
  isSecure: boolean
  /** Milliseconds: of a steady clock, and of the calendar. */
  now(): number
  today(): number
  wait(ms: number): Promise<void>
}

/** A recording that is this tab's own. */
interface Held extends RecordingId {
  directory: string
  take: Take
  limit: Limit
  release: () => void
}

/** One visit to the camera or the screen: devices, and recordings made with them, one after the other. */
export function createCapture(
  kind: Kind,
  outside: CaptureDependencies,
  { maxFileBytes, titleOf }: { maxFileBytes: () => number; titleOf: (id: RecordingId) => string },
) {
  const recording = shallowRef<Recording>({ stage: 'closed' })
  const source = shallowRef<Source>()
  const choice = ref<DeviceChoice>({ resolution: 1080, hasMicrophone: true })
  const cameras = shallowRef<Device[]>([])
  const microphones = shallowRef<Device[]>([])
  const hasCountdown = ref(kind === 'camera')
  /** How long it may become from here, and how large; none while nothing is open, or without room. */
  const limit = shallowRef<Limit>()
  const isSilenced = ref(false)
  const result = shallowRef<ChosenFile>()
  const now = ref(outside.now())
  let held: Held | undefined
  /** What is being opened or counted down. What is no longer here was given up. */
  let attempt: object | undefined
  let finishing: Promise<void> | undefined

  const seconds = computed(() =>
    isRunning(recording.value) ? elapsed(recording.value.clock, now.value) / 1000 : 0,
  )

  function apply(event: RecordingEvent): void {
    recording.value = transition(recording.value, event)
  }

  function begin(): () => boolean {
    const mine = (attempt = {})
    return () => attempt === mine
  }

  function closeSource(): void {
    source.value?.close()
    source.value = undefined
  }

  async function refreshDevices(): Promise<void> {
    const all = await outside.devices()
    cameras.value = all.cameras
    microphones.value = all.microphones
  }

  /** Opens the devices of the choice, in place of those that are open. */
  async function open(): Promise<void> {
    apply({ type: 'open' })
    if (recording.value.stage !== 'opening') return
    const isCurrent = begin()
    closeSource()
    isSilenced.value = false
    if (!outside.isSecure) return apply({ type: 'refused', problem: 'insecure' })
    try {
      const opened = await outside.openSource(kind, choice.value)
      if (!isCurrent()) return opened.close()
      source.value = opened
      opened.listen({
        ended: () => source.value === opened && lose(),
        interrupted: () => source.value === opened && pause(true),
        silenced: () => source.value === opened && (isSilenced.value = true),
      })
      const free = await outside.free()
      if (!isCurrent()) return
      limit.value = limitOf({
        maxFileBytes: maxFileBytes(),
        free,
        bitrate: bitrateOf(opened.picture),
      })
      if (limit.value) apply({ type: 'opened' })
      else refuse('no-space')
      await refreshDevices()
    } catch (error) {
      if (!isCurrent()) return
      refuse(problemOf(error, kind))
    }
  }

  function refuse(problem: CaptureProblem): void {
    closeSource()
    apply({ type: 'refused', problem })
  }

  /** The device is gone, or the browser was told to share no more. */
  function lose(): void {
    if (isRunning(recording.value)) return void stop('ended')
    attempt = undefined
    if (kind === 'camera') return refuse('unplugged')
    closeSource()
    apply({ type: 'close' })
  }

  /** Changes what to record with; at once where something is open. */
  async function choose(change: Partial<DeviceChoice>): Promise<void> {
    choice.value = { ...choice.value, ...change }
    const { stage } = recording.value
    // The browser lets a screen be chosen only by its own dialog.
    if (kind === 'camera' && ['opening', 'ready', 'refused'].includes(stage)) await open()
  }

  /** Begins to record, after the countdown. */
  async function record(): Promise<void> {
    const opened = source.value
    if (recording.value.stage !== 'ready' || !opened || !limit.value) return
    const isCurrent = begin()
    for (let left = hasCountdown.value ? countdown : 0; left > 0; left--) {
      apply({ type: 'count', left })
      await outside.wait(1000)
      if (!isCurrent()) return
    }
    apply({ type: 'count', left: 0 })
    const id = { kind, startedAt: outside.today() }
    const directory = directoryNameOf(id)
    const release = await outside.claim(directory)
    if (!release) return apply({ type: 'refused', problem: 'unexpected' })
    try {
      const take = await outside.startTake(
        opened.stream,
        { directory, bitrate: bitrateOf(opened.picture) },
        {
          written: (bytes) => {
            apply({ type: 'written', bytes })
            look()
          },
          failed: (error) =>
            void stop(problemOf(error, kind) === 'no-space' ? 'no-space' : 'ended'),
        },
      )
      held = { ...id, directory, take, limit: limit.value, release }
      if (!isCurrent()) {
        await take.stop()
        return await discard()
      }
      apply({ type: 'began', now: outside.now() })
      void watchClock()
    } catch (error) {
      release()
      if (isCurrent()) refuse(problemOf(error, kind))
    }
  }

  /** Gives up the countdown. */
  function cancelCountdown(): void {
    if (recording.value.stage !== 'counting') return
    attempt = undefined
    apply({ type: 'wait' })
  }

  async function watchClock(): Promise<void> {
    while (isRunning(recording.value)) {
      look()
      await outside.wait(tick)
    }
  }

  function look(): void {
    now.value = outside.now()
    if (!isRunning(recording.value) || !held) return
    const { bytes } = recording.value
    const reason = reached(held.limit, { seconds: seconds.value, bytes })
    if (reason) void stop(reason)
  }

  function pause(interrupted = false): void {
    if (recording.value.stage !== 'recording') return
    held?.take.pause()
    apply({ type: 'pause', now: outside.now(), interrupted })
  }

  function resume(): void {
    if (recording.value.stage !== 'paused') return
    held?.take.resume()
    apply({ type: 'resume', now: outside.now() })
  }

  /** Ends the recording, lets the devices go, and makes a file of it. */
  async function stop(reason: StopReason = 'asked'): Promise<void> {
    if (!isRunning(recording.value)) return
    apply({ type: 'stop', reason })
    finishing = (async () => {
      await held?.take.stop()
      closeSource()
      await makeFile()
    })()
    await finishing
  }

  /** Tries once more to make a file of what is recorded. */
  async function finish(): Promise<void> {
    apply({ type: 'finish' })
    finishing = makeFile()
    await finishing
  }

  async function makeFile(): Promise<void> {
    if (!held) return
    const { directory } = held
    try {
      const duration = await outside.finish(directory, titleOf(held), (done) =>
        apply({ type: 'progress', done }),
      )
      result.value = await outside.finished(directory)
      apply({ type: 'finished', duration })
    } catch (error) {
      apply({ type: 'failed', problem: problemOf(error, kind) })
    }
  }

  /** Removes what is recorded. */
  async function discard(): Promise<void> {
    const discarded = held
    letGo()
    if (discarded) await outside.remove(discarded.directory)
  }

  function letGo(): void {
    held?.release()
    held = undefined
    result.value = undefined
  }

  /** Discards the recording, for another one. */
  async function retake(): Promise<void> {
    apply({ type: 'retake' })
    if (recording.value.stage !== 'closed') return
    await discard()
    if (kind === 'camera') await open()
  }

  /** Lets everything go. Resolves when what is recorded is kept, for this page or a later one to be used. */
  async function leave(): Promise<void> {
    attempt = undefined
    if (isRunning(recording.value)) await stop()
    await finishing
    closeSource()
    letGo()
    recording.value = { stage: 'closed' }
  }

  return {
    recording,
    source,
    choice,
    cameras,
    microphones,
    hasCountdown,
    limit,
    isSilenced,
    seconds,
    result,
    open,
    refreshDevices,
    choose,
    record,
    cancelCountdown,
    pause: () => pause(),
    resume,
    stop: () => stop(),
    finish,
    retake,
    leave,
  }
}

export type Capture = ReturnType<typeof createCapture>
