/** Blob URLs of bootstrap scripts, by the URL of the worker module. */
const bootstraps = new Map<string, string>()

function bootstrapOf(moduleUrl: string): string {
  let blobUrl = bootstraps.get(moduleUrl)
  if (!blobUrl) {
    const code = new Blob([`import ${JSON.stringify(moduleUrl)}`], { type: 'text/javascript' })
    bootstraps.set(moduleUrl, (blobUrl = URL.createObjectURL(code)))
  }
  return blobUrl
}

/**
 * Starts a module worker. A worker's URL must have the origin of the page (HTML Standard, "new Worker"). On a page of
 * another site, the worker therefore starts from a blob URL of that page, which imports the module. If the page's
 * policy forbids such workers, the worker emits an error event.
 */
export function startWorker(moduleUrl: string): Worker {
  const { href, origin } = new URL(moduleUrl, import.meta.url)
  return new Worker(origin === location.origin ? href : bootstrapOf(href), { type: 'module' })
}
