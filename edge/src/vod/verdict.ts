import { Moderation } from '@reelferry/contract'
import * as v from 'valibot'
import { log } from '../lib/log.ts'

/**
 * The verdict of a review that VOD finished (`Suggestion`). An unknown or missing verdict is not a pass: the video waits
 * as it does for a person's review, and the log names its file.
 */
export function parseVerdict(suggestion: unknown, fileId: string): Moderation {
  const result = v.safeParse(Moderation, suggestion)
  if (result.success) return result.output
  log('verdict-unknown', { fileId })
  return 'review'
}
