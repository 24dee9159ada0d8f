import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  currentVisibility,
  isValidSchedule,
  nextChangeAt,
  type ScheduledVisibility,
  Visibility,
  visibilityAt,
} from '../src/index.ts'

/** Few times, so that equal ones are frequent. */
const time = fc.integer({ min: 0, max: 6 })
const schedule = fc.record(
  { visibility: fc.constantFrom(...Visibility.options), publishAt: time, unlistAt: time },
  { requiredKeys: ['visibility'] },
)

/** The events of a schedule up to a time, in their order: a second description of what a schedule means. */
function replay({ visibility, publishAt, unlistAt }: ScheduledVisibility, now: number) {
  let current = publishAt !== undefined && visibility === 'public' ? 'private' : visibility
  for (let at = 0; at <= now; at++) {
    if (at >= (publishAt ?? Infinity)) current = 'public'
    if (at >= (unlistAt ?? Infinity) && current === 'public') current = 'unlisted'
  }
  return current
}

describe('a scheduled visibility', () => {
  it('is the expected one at any time, for any two times', () => {
    fc.assert(
      fc.property(schedule, time, (scheduled, now) => {
        expect(visibilityAt(scheduled, now)).toBe(replay(scheduled, now))
      }),
    )
  })

  it('is the same later if only the times ahead are kept, for schedules with a meaning', () => {
    fc.assert(
      fc.property(schedule, time, time, (scheduled, now, wait) => {
        fc.pre(isValidSchedule(scheduled))
        const current = currentVisibility(scheduled, now)
        expect(visibilityAt(current, now + wait)).toBe(visibilityAt(scheduled, now + wait))
      }),
    )
  })

  it('does not change before the next change', () => {
    fc.assert(
      fc.property(schedule, time, time, (scheduled, now, later) => {
        fc.pre(later >= now && later < nextChangeAt(scheduled, now))
        expect(visibilityAt(scheduled, later)).toBe(visibilityAt(scheduled, now))
      }),
    )
  })
})

it.each([
  [{ visibility: 'private', publishAt: 1, unlistAt: 2 }, true],
  [{ visibility: 'public', unlistAt: 2 }, true],
  [{ visibility: 'private', publishAt: 2, unlistAt: 2 }, false],
  [{ visibility: 'private', publishAt: 2, unlistAt: 1 }, false],
  [{ visibility: 'private', unlistAt: 2 }, false],
] as const)('the schedule %o has a meaning: %s', (scheduled, isValid) => {
  expect(isValidSchedule(scheduled)).toBe(isValid)
})
