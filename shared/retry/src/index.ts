export { backoff } from './backoff.ts'
export { retry, RetryCount, type RetryOptions } from './retry.ts'
