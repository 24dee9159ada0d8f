const cacheUrl = (key: string) => `https://recent.invalid/${key}`

/**
 * A JSON value from the cache of this location, or `undefined`. The Cache API needs no KV operation and, unlike a write to
 * KV, its entries are readable at once. Another version of the Worker may have written another shape.
 */
export async function getCached(key: string): Promise<unknown> {
  const response = await caches.default.match(cacheUrl(key))
  const cached = response && (await response.json<{ value: unknown; until: number }>())
  return cached && cached.until > Date.now() ? cached.value : undefined
}

/** Caches a JSON value in this location. */
export async function putCached(key: string, value: unknown, seconds: number): Promise<void> {
  const headers = { 'cache-control': `max-age=${seconds}` }
  await caches.default.put(
    cacheUrl(key),
    Response.json({ value, until: Date.now() + seconds * 1000 }, { headers }),
  )
}

/** Removes a value from the cache of this location. */
export async function dropCached(key: string): Promise<void> {
  await caches.default.delete(cacheUrl(key))
}
