import { onScopeDispose, watch } from 'vue'

const ask = (event: BeforeUnloadEvent) => event.preventDefault()

/** Asks before the page is left while something would be lost. */
export function useLeaveGuard(isBusy: () => boolean): void {
  watch(isBusy, (busy) => {
    if (busy) window.addEventListener('beforeunload', ask)
    else window.removeEventListener('beforeunload', ask)
  })
  onScopeDispose(() => window.removeEventListener('beforeunload', ask))
}
