/** The route that receives VOD's notifications; the secret follows it. */
export const callbackPath = '/api/vod/events/'

/** The secret in a notification URL of a studio; `undefined` for every other URL. */
export const callbackSecretOf = (url: string | null | undefined) =>
  new RegExp(`^https?://[^/]+${callbackPath}([\\w-]+)$`).exec(url ?? '')?.[1]
