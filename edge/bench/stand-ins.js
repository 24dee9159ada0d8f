/** Minimal replacements of Cloudflare's platform: KV in memory, and an empty cache. */
const stored = new Map()

export const kv = {
  async fetch(request) {
    const key = decodeURIComponent(new URL(request.url).pathname.slice(1))
    if (request.method === 'POST') {
      const { keys, type } = await request.json()
      const read = (name) => {
        const value = stored.get(name) ?? null
        return type === 'json' && value !== null ? JSON.parse(value) : value
      }
      return Response.json(Object.fromEntries(keys.map((name) => [name, read(name)])))
    }
    if (request.method === 'PUT') {
      stored.set(key, await request.text())
      return new Response()
    }
    const value = stored.get(key)
    return value === undefined ? new Response(null, { status: 404 }) : new Response(value)
  },
}

export const cache = {
  fetch: (request) =>
    request.method === 'PUT'
      ? new Response(null, { status: 204 })
      : new Response(null, { status: 504, headers: { 'cf-cache-status': 'MISS' } }),
}
