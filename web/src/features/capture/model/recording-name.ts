import type { Kind } from './kind.ts'

/** A recording as the studio keeps it. */
export interface RecordingId {
  kind: Kind
  /** Unix milliseconds when it began. */
  startedAt: number
}

/** The name of the directory that holds a recording: all that is known of it after a crash. */
export const directoryNameOf = ({ kind, startedAt }: RecordingId): string => `${kind}-${startedAt}`

/** The recording that a directory holds; `undefined` for a name of another shape. */
export function parseDirectoryName(name: string): RecordingId | undefined {
  const [, kind, startedAt] = /^(camera|screen)-(\d{1,15})$/.exec(name) ?? []
  return kind && startedAt ? { kind: kind as Kind, startedAt: Number(startedAt) } : undefined
}

const two = (value: number) => String(value).padStart(2, '0')

/**
 * `Camera 2026-11-24 21.05`, in local time: `word` says what was recorded, in the creator's language. A
 * colon, which the time would have elsewhere, is no part of a file name everywhere.
 */
export function titleOf(word: string, startedAt: number): string {
  const at = new Date(startedAt)
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
  return `${word} ${date} ${two(at.getHours())}.${two(at.getMinutes())}`
}
