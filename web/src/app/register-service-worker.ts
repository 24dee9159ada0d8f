/** Delay after the load event, in milliseconds: filling the caches must not slow down the first page. */
const delayMs = 5000

/** Registers the service worker, with which the studio opens without a network. */
export function registerServiceWorker(): void {
  // The development server has no service worker, and browsers require HTTPS for one.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // If the browser refuses, the studio only needs its network.
  const register = () =>
    void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
  window.addEventListener('load', () => setTimeout(register, delayMs))
}
