/** Which studio this code belongs to, and how it is asked. */
interface Studio {
  /** Where its API and its pages are. */
  origin: string
  /** As `fetch` of the browser; the studio's own pages are signed in by its cookie. */
  fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** The studio of this page; of another site's page, where that embeds the uploader. */
export const studio: Studio = {
  origin: location.origin,
  fetch: (url, init) => fetch(url, init),
}
