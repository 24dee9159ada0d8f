/** A text that is shown during a part of a video. */
export interface Cue {
  /** Integer milliseconds. */
  start: number
  /** Integer milliseconds, later than `start`. */
  end: number
  /** Lines of text. `<b>`, `<i>` and `<u>` are markup, every other character is itself. */
  text: string
  /** Shown at the top of the picture: `line:0` in WebVTT, `{\an8}` in SRT. */
  isAtTop?: true
}

/** Latest time of a cue in milliseconds: 99:59:59.999, the last one that SRT can express. */
export const maxTime = 100 * 3600_000 - 1

/** Shortest cue that the editor creates, in milliseconds. */
export const minDuration = 100

/** Largest number of cues in one language. */
export const maxCues = 10_000

const pad = (value: number, digits: number) => String(value).padStart(digits, '0')

/** A time as `01:02:03.004`; SRT separates the milliseconds with a comma. */
export function formatTime(ms: number, separator: '.' | ',' = '.'): string {
  const seconds = Math.floor(ms / 1000)
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return clock.map((part) => pad(part, 2)).join(':') + separator + pad(ms % 1000, 3)
}

const time = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,:](\d+))?$/

/**
 * Parses a time to milliseconds: hours are optional, the separator may be `.`, `,` or `:`, and the fraction may be absent
 * or have any length. A fraction of four digits counts milliseconds, as in `00:28:41,1000` of some SRT files.
 * @returns `undefined` if the text is not a time or is later than {@link maxTime}
 */
export function parseTime(text: string): number | undefined {
  const [, hours = '0', minutes, seconds, fraction = ''] = time.exec(text.trim()) ?? []
  if (minutes === undefined || seconds === undefined) return undefined
  const ms = Number(fraction.length === 4 ? fraction : fraction.slice(0, 3).padEnd(3, '0'))
  const parsed = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + ms
  return parsed <= maxTime ? parsed : undefined
}
