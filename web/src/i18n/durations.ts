import { t } from './chunks/core.ts'
import { tQueue } from './chunks/queue.ts'
import { numberFormat } from './numbers.ts'

/** Splits seconds, rounded up, into at most two units. */
function partsOf(seconds: number) {
  const whole = Math.max(1, Math.ceil(seconds))
  if (whole < 60) return [{ unit: 'second', count: whole }] as const
  const minutes = Math.ceil(whole / 60)
  const parts = [
    { unit: 'hour', count: Math.floor(minutes / 60) },
    { unit: 'minute', count: minutes % 60 },
  ] as const
  return parts.filter(({ count }) => count > 0)
}

/** Formats seconds as `12 s`, `3 min` or `1 h 20 min`, rounded up. */
export const formatDuration = (seconds: number): string =>
  partsOf(seconds)
    .map(({ unit, count }) => t(`durations.${unit}s`, { count }))
    .join(' ')

/** Formats seconds as `1 hour 20 minutes`, rounded up, for screen readers. */
const spellDuration = (seconds: number): string =>
  partsOf(seconds)
    .map(({ unit, count }) =>
      numberFormat({ style: 'unit', unit, unitDisplay: 'long' }).format(count),
    )
    .join(' ')

/** Below this estimate, in seconds, the remaining time is not displayed as a number. */
const minTimeLeft = 10

const timeLeft = (seconds: number, format: (seconds: number) => string) =>
  seconds < minTimeLeft
    ? tQueue('timeLeftUnder', { duration: format(minTimeLeft) })
    : tQueue('timeLeft', { duration: format(seconds) })

/** Formats an estimate of the remaining time as `About 3 min left`. */
export const formatTimeLeft = (seconds: number): string => timeLeft(seconds, formatDuration)

/** Formats an estimate of the remaining time as `About 3 minutes left`, for screen readers. */
export const spellTimeLeft = (seconds: number): string => timeLeft(seconds, spellDuration)

/** Formats a difference in seconds as `+0.56 s`. */
export function formatShift(seconds: number): string {
  const format = numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return t('durations.seconds', {
    count: `${seconds < 0 ? '−' : '+'}${format.format(Math.abs(seconds))}`,
  })
}
