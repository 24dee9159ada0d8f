import { Moderation } from '@reelferry/contract'
import * as v from 'valibot'

/** The verdict of a review that VOD made (`Suggestion`). */
export function parseVerdict(suggestion: unknown): Moderation | undefined {
  const result = v.safeParse(Moderation, suggestion)
  return result.success ? result.output : undefined
}
