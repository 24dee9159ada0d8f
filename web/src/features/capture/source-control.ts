import { shallowRef } from 'vue'
import type { CaptureContext } from './capture-context.ts'
import { deviceFailureOf } from './model/capture-failure.ts'
import type { Device, DeviceChoice } from './model/devices.ts'
import { kindOf } from './model/kind.ts'
import { bitrateOf, limitOf } from './model/recording-limits.ts'

/** Opens the devices of a capture and changes them. */
export function createSourceControl(
  { mode, dependencies, options, ...context }: CaptureContext,
  listener: {
    /** The camera was unplugged, or the user ended the sharing of the screen. */
    ended(): void
    /** The device sends no picture for now. */
    interrupted(): void
  },
) {
  const { recording, source, choice, limit, isSilenced, isPersisted, apply } = context
  const cameras = shallowRef<Device[]>([])
  const microphones = shallowRef<Device[]>([])

  async function refreshDevices(): Promise<void> {
    // A browser may refuse to list devices. Then it uses its default ones.
    const none = { cameras: [], microphones: [] }
    const devices = await dependencies.devices().catch(() => none)
    cameras.value = devices.cameras
    microphones.value = devices.microphones
  }

  /** Opens the chosen devices, and closes those that are open. */
  async function open(): Promise<void> {
    apply({ type: 'open' })
    if (recording.value.stage !== 'opening') return
    const isCurrent = context.startAttempt()
    context.closeSource()
    isSilenced.value = false
    if (!dependencies.isSecure) return apply({ type: 'refused', failure: 'insecure' })
    try {
      const opened = await dependencies.openSource(mode.value, choice.value)
      if (!isCurrent()) return opened.close()
      source.value = opened
      opened.listen({
        ended: () => source.value === opened && listener.ended(),
        interrupted: () => source.value === opened && listener.interrupted(),
        silenced: () => source.value === opened && (isSilenced.value = true),
      })
      const storage = await dependencies.storage()
      if (!isCurrent()) return
      isPersisted.value = storage.isPersisted
      limit.value = limitOf({
        maxFileBytes: options.maxFileBytes(),
        free: storage.free,
        bitrate: bitrateOf(opened.video),
      })
      if (limit.value) apply({ type: 'opened' })
      else context.refuse('no-space')
      await refreshDevices()
    } catch (error) {
      if (isCurrent()) context.refuse(deviceFailureOf(error, kindOf(mode.value)))
    }
  }

  /** Changes the choice of devices. An open camera is opened again with the new choice. */
  async function choose(change: Partial<DeviceChoice>): Promise<void> {
    choice.value = { ...choice.value, ...change }
    // A screen can only be chosen in the browser's own dialog.
    if (mode.value === 'camera' && ['opening', 'ready', 'refused'].includes(recording.value.stage))
      await open()
  }

  return { cameras, microphones, refreshDevices, open, choose }
}
