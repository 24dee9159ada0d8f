import type { Faults } from '../faults.ts'
import { suggestions } from '../tasks/suggestion.ts'

/** Faults whose value is a verdict. In JSON, `null` switches the review off. */
const verdicts = ['moderation', 'audioVideoReview'] as const

/**
 * Sets the given faults.
 *
 * @returns an error message if a name or a value is not allowed; in that case nothing is changed
 */
export function setFaults(faults: Faults, change: Record<string, unknown>): string | undefined {
  for (const [name, value] of Object.entries(change))
    if (!isAllowed(faults, name, value)) return `${name} is unknown or its value is not allowed.`
  const values = Object.entries(change).map(([name, value]) => [name, value ?? undefined])
  Object.assign(faults, Object.fromEntries(values))
  return undefined
}

function isAllowed(faults: Faults, name: string, value: unknown): boolean {
  if (verdicts.some((verdict) => verdict === name))
    return value === null || suggestions.some((known) => known === value)
  if (!Object.hasOwn(faults, name)) return false
  const current = faults[name as keyof Faults]
  if (typeof current === 'boolean') return typeof value === 'boolean'
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
