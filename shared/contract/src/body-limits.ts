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
