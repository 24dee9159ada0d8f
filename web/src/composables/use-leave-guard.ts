import { onScopeDispose, watch } from 'vue'

/** Makes the browser ask for confirmation before the page is left while `isBusy` is true. */
export function useLeaveGuard(isBusy: () => boolean): void {
  // Each caller has its own listener, so that one caller cannot remove the guard of another.
  const preventLeave = (event: BeforeUnloadEvent) => event.preventDefault()
  watch(isBusy, (busy) => {
    if (busy) window.addEventListener('beforeunload', preventLeave)
    else window.removeEventListener('beforeunload', preventLeave)
  })
  onScopeDispose(() => window.removeEventListener('beforeunload', preventLeave))
}
