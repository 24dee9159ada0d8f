/** By then a page is there and answers: what is kept for later visits takes nothing away from this one. Milliseconds. */
const settledAfterMs = 5000

/** Lets the studio open without a network, once the page has all it needs itself. */
export function registerServiceWorker(): void {
  // The development server has none, and a page without HTTPS may not.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // A browser may refuse; then the studio needs its network, as any page.
  const register = () =>
    void navigator.serviceWorker.register('/service-worker.js').catch(() => undefined)
  window.addEventListener('load', () => setTimeout(register, settledAfterMs))
}
