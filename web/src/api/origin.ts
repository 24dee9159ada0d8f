/** The studio that this code belongs to. */
interface Studio {
  /** Origin of its API and its pages. */
  origin: string
  /** Sends a request to the studio. On the studio's own pages, its cookie identifies the creator. */
  fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** By default the studio of this page. The uploader sets another one when a different site embeds it. */
export const studio: Studio = {
  origin: location.origin,
  fetch: (url, init) => fetch(url, init),
}
