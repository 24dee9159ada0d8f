import { onScopeDispose, watch } from 'vue'

/**
 * Keeps the device awake while `isBusy` is true, because a sleeping phone does not upload. The browser releases the lock
 * whenever the page is hidden, so it is requested again when the page is visible.
 */
export function useWakeLock(isBusy: () => boolean): void {
  let lock: WakeLockSentinel | undefined
  let isDisposed = false
  let updated = Promise.resolve()

  /** Updates run one after the other: of two requests at the same time, one lock would never be released. */
  const update = () => void (updated = updated.then(updateNow))

  async function updateNow() {
    if (!('wakeLock' in navigator)) return
    const isWanted = !isDisposed && isBusy() && document.visibilityState === 'visible'
    try {
      if (isWanted && lock?.released !== false) lock = await navigator.wakeLock.request('screen')
      else if (!isWanted) await lock?.release()
    } catch {
      // A device may refuse, for example with a low battery. Then it may sleep, and the upload resumes later.
    }
    if (!isWanted) lock = undefined
  }

  watch(isBusy, update)
  document.addEventListener('visibilitychange', update)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', update)
    isDisposed = true
    update()
  })
}
