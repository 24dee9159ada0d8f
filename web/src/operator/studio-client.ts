import { createOperatorClient, type OperatorClient } from '@reelferry/contract/operator'

/** Longer than the slowest request: a page of KV takes one second, VOD has a timeout of eight. */
const timeoutMs = 60_000

/** The operator routes of this studio, until `signal` aborts. */
export const studioClient = (secret: string, signal: AbortSignal): OperatorClient =>
  createOperatorClient({
    secret,
    fetch: (path, init) =>
      fetch(path, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) }),
  })
