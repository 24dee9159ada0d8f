/** Counts since the region started. Covers are not counted, because the studio sends them at any time after a video. */
export interface Stats {
  /** Body bytes of part uploads, failed ones included. */
  partBytesReceived: number
  /** Parts that were stored. */
  parts: number
  /** ApplyUploadUGC calls with a valid signature, except calls that only replace a cover. */
  applies: number
  /** CommitUploadUGC calls with a valid signature, except calls that only replace a cover. */
  commits: number
  /** Callback requests sent, repetitions included. */
  callbacksSent: number
}

export const newStats = (): Stats => ({
  partBytesReceived: 0,
  parts: 0,
  applies: 0,
  commits: 0,
  callbacksSent: 0,
})
