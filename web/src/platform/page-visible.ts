/** Resolves when the page is visible: at once if it is. A hidden page must not poll for hours. */
export function pageVisible(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  function check(): void {
    if (document.visibilityState === 'hidden') return
    document.removeEventListener('visibilitychange', check)
    resolve()
  }
  document.addEventListener('visibilitychange', check)
  check()
  return promise
}
