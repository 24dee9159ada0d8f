/**
 * Maximum size of a request body in bytes: of the API, of captions, of an event from VOD, and of an image with preview
 * pictures. Larger ones get `body-too-large`. Real events have 2 to 100 kB.
 */
export const maxBodyBytes = {
  api: 16 * 1024,
  captions: 2 * 1024 * 1024,
  event: 1024 * 1024,
  previews: 150_000,
} as const

/** The maximum size of a request body for a path of the API, bytes. The query may follow the path. */
export function maxBodyBytesOf(path: string): number {
  if (path.startsWith('/api/vod/events/')) return maxBodyBytes.event
  const [, resource] = /^\/api\/uploads\/[\w-]+\/(captions|previews)(?:\?|$)/.exec(path) ?? []
  if (resource === 'captions') return maxBodyBytes.captions
  return resource === 'previews' ? maxBodyBytes.previews : maxBodyBytes.api
}
