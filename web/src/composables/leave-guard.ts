import { onScopeDispose, watch } from 'vue'

/** Asks before the page is left while something would be lost. */
export function useLeaveGuard(isBusy: () => boolean): void {
  // One for each that asks: taking away the one must not take away the other.
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  watch(isBusy, (busy) => {
    if (busy) window.addEventListener('beforeunload', ask)
    else window.removeEventListener('beforeunload', ask)
  })
  onScopeDispose(() => window.removeEventListener('beforeunload', ask))
}
