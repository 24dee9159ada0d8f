import { onScopeDispose, watch } from 'vue'

/**
 * Keeps the device awake while something is sent: a phone that sleeps sends nothing. The browser gives
 * the lock up whenever the page is hidden, so it is asked for again when it is shown.
 */
export function useWakeLock(isBusy: () => boolean): void {
  let lock: WakeLockSentinel | undefined

  async function update() {
    if (!('wakeLock' in navigator)) return
    const isWanted = isBusy() && document.visibilityState === 'visible'
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
    void lock?.release()
  })
}
