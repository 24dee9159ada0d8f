/** What the region has done since it started. */
export interface Stats {
  /** Body bytes of part uploads, of those that failed too. */
  partBytesReceived: number
  /** Parts kept. */
  parts: number
  /** ApplyUploadUGC calls with a valid signature. */
  applies: number
  /** CommitUploadUGC calls with a valid signature. */
  commits: number
  /** Callback requests sent, repeats included. */
  callbacksSent: number
}

export const newStats = (): Stats => ({
  partBytesReceived: 0,
  parts: 0,
  applies: 0,
  commits: 0,
  callbacksSent: 0,
})
