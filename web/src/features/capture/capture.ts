import { type CaptureDependencies, type CaptureOptions, createContext } from './capture-context.ts'
import type { Mode } from './model/kind.ts'
import { isRunning } from './model/recording.ts'
import { createRecordingControl } from './recording-control.ts'
import { createSourceControl } from './source-control.ts'

/** One use of the camera or the screen: devices, and the recordings made with them one after the other. */
export function createCapture(
  initialMode: Mode,
  dependencies: CaptureDependencies,
  options: CaptureOptions,
) {
  const context = createContext(initialMode, dependencies, options)
  const { mode, recording, source, choice, hasCountdown, limit, isSilenced, isPersisted } = context
  const { seconds, result } = context
  const recorder = createRecordingControl(context)
  const devices = createSourceControl(context, {
    ended: handleSourceEnd,
    interrupted: () => recorder.pause(true),
  })

  function handleSourceEnd(): void {
    if (isRunning(recording.value)) return void recorder.stop('ended')
    context.cancelAttempt()
    if (mode.value === 'camera') return context.refuse('unplugged')
    context.closeSource()
    context.apply({ type: 'close' })
  }

  /** Deletes the recording, and opens the camera for another one. */
  async function retake(): Promise<void> {
    context.apply({ type: 'retake' })
    if (recording.value.stage !== 'closed') return
    await recorder.discard()
    if (mode.value === 'camera') await devices.open()
  }

  /** Records another source from now on. Has no effect while a recording exists. */
  async function switchMode(next: Mode): Promise<void> {
    const isPossible = ['closed', 'opening', 'refused', 'ready'].includes(recording.value.stage)
    if (next === mode.value || !isPossible) return
    context.cancelAttempt()
    context.closeSource()
    context.apply({ type: 'close' })
    mode.value = next
    if (next === 'camera') await devices.open()
  }

  /** Ends the capture. Resolves when the recording is stored, so that this page or a later one can use it. */
  async function leave(): Promise<void> {
    context.cancelAttempt()
    if (isRunning(recording.value)) await recorder.stop()
    await recorder.settled()
    context.closeSource()
    recorder.release()
    recording.value = { stage: 'closed' }
  }

  return {
    mode,
    recording,
    source,
    choice,
    cameras: devices.cameras,
    microphones: devices.microphones,
    hasCountdown,
    limit,
    isSilenced,
    isPersisted,
    seconds,
    result,
    open: devices.open,
    refreshDevices: devices.refreshDevices,
    choose: devices.choose,
    record: recorder.record,
    cancelCountdown: recorder.cancelCountdown,
    pause: () => recorder.pause(),
    resume: recorder.resume,
    stop: () => recorder.stop(),
    finish: recorder.finish,
    retake,
    discard: recorder.discard,
    switchMode,
    leave,
  }
}

export type Capture = ReturnType<typeof createCapture>
