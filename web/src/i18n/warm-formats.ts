/**
 * Has the browser look up its languages for dates and numbers on another thread. It does so once for all threads of a
 * page (seen in Chromium 156), and on the page's own the first format would hold everything up for it: 20 ms, on a
 * phone 100.
 */
export function warmFormats(): void {
  new Worker(new URL('./formats-worker.ts', import.meta.url), { type: 'module' })
}
