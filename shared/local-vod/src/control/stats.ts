/** Counts since the region started. */
export interface Stats {
  /** Body bytes of part uploads, failed ones included. */
  partBytesReceived: number
  /** Parts that were stored. */
  parts: number
  /** ApplyUploadUGC calls with a valid signature. */
  applies: number
  /** CommitUploadUGC calls with a valid signature. */
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
