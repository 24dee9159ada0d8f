/**
 * Maximum size of a request body in bytes: of the API, of captions, and of an event from VOD. Larger ones get `body-too-large`.
 * Real events have 2 to 100 kB.
 */
export const maxBodyBytes = {
  api: 16 * 1024,
  captions: 2 * 1024 * 1024,
  event: 1024 * 1024,
} as const
