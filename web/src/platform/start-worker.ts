/** For each worker's address, the blob by which another site's page starts it. */
const bootstraps = new Map<string, string>()

function bootstrapOf(address: string): string {
  let blobUrl = bootstraps.get(address)
  if (!blobUrl) {
    const code = new Blob([`import ${JSON.stringify(address)}`], { type: 'text/javascript' })
    bootstraps.set(address, (blobUrl = URL.createObjectURL(code)))
  }
  return blobUrl
}

/**
 * Starts a worker by the address of its module. In another site's page, where no browser starts one of the
 * studio's (HTML Standard, "new Worker": the address must be of the page's own origin), it is a blob of that
 * page's that imports the module. Where the page's policy allows no such worker, it ends with an error.
 */
export function startWorker(address: string): Worker {
  const { href, origin } = new URL(address, import.meta.url)
  return new Worker(origin === location.origin ? href : bootstrapOf(href), { type: 'module' })
}
