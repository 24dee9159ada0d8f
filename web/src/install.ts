/** Lets the studio open without a network, once the page has all it needs itself. */
export function registerServiceWorker(): void {
  // The development server has none, and a page without HTTPS may not.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  window.addEventListener('load', () => {
    // A browser may refuse; then the studio needs its network, as any page.
    navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
  })
}
