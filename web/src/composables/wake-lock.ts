import { onScopeDispose, watch } from 'vue'

/**
 * Keeps the device awake while something is sent: a phone that sleeps sends nothing. The browser gives
 * the lock up whenever the page is hidden, so it is asked for again when it is shown.
 */
export function useWakeLock(isBusy: () => boolean): void {
  let lock: WakeLockSentinel | undefined
  let isOver = false
  let updated = Promise.resolve()

  /** One after the other: of two locks that are asked for at a time, one would be held for ever. */
  const update = () => void (updated = updated.then(updateNow))

  async function updateNow() {
    if (!('wakeLock' in navigator)) return
    const isWanted = !isOver && isBusy() && document.visibilityState === 'visible'
    if (!isWanted) {
      await lock?.release()
      lock = undefined
    } else if (!lock || lock.released)
      // A device may refuse, with a low battery for one; then it may sleep, and the upload goes on after.
      lock = await navigator.wakeLock.request('screen').catch(() => undefined)
  }

  watch(isBusy, update)
  document.addEventListener('visibilitychange', update)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', update)
    isOver = true
    update()
  })
}
