/** Seconds between two polls of a page, by the status of an upload. The other statuses are final. */
export const pollIntervalSeconds = { open: 5, uploaded: 1, processing: 2 } as const

/** Minimum number of seconds between two syncs of one upload with VOD. An earlier poll gets the result of the last sync. */
export const syncIntervalSeconds = 10

/** Seconds before each poll: the longer a page has waited, the less one more minute matters. */
const pollDelays = [2, 3, 5, 8, 13, 21, 34, 55, 60]

/**
 * Seconds before the next poll of a page that waits for one video: at most 66 polls in the first hour.
 * @param polls number of polls since the status changed
 * @param retryAfter seconds that the edge requests at least
 */
export const pollDelaySeconds = (polls: number, retryAfter: number): number =>
  Math.max(retryAfter, pollDelays[Math.min(polls, pollDelays.length - 1)] ?? 0)
