/** Seconds between two polls of a page, by the status of an upload. The other statuses are final. */
export const pollIntervalSeconds = { open: 5, uploaded: 1, processing: 2 } as const

/** Minimum number of seconds between two syncs of one upload with VOD. An earlier poll gets the result of the last sync. */
export const syncIntervalSeconds = 10
