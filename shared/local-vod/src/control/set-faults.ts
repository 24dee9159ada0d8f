import type { Faults } from '../faults.ts'

const suggestions = ['pass', 'review', 'block'] as const

/**
 * Sets the given faults; `moderation: null` switches the review off.
 *
 * @returns an error message if a name or a value is not allowed; in that case nothing is changed
 */
export function setFaults(faults: Faults, change: Record<string, unknown>): string | undefined {
  for (const [name, value] of Object.entries(change))
    if (!isSetting(faults, name, value)) return `${name} is unknown or its value is not allowed.`
  Object.assign(
    faults,
    change,
    'moderation' in change && { moderation: change.moderation ?? undefined },
  )
  return undefined
}

function isSetting(faults: Faults, name: string, value: unknown): boolean {
  if (name === 'moderation') return value === null || suggestions.some((known) => known === value)
  if (!Object.hasOwn(faults, name)) return false
  const current = faults[name as keyof Faults]
  if (typeof current === 'boolean') return typeof value === 'boolean'
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
