import type { Kind } from './kind.ts'

/** Identifies a stored recording. */
export interface RecordingId {
  kind: Kind
  /** Unix milliseconds. */
  startedAt: number
}

/** The directory name of a recording. After a crash it is the only source of these facts. */
export const directoryNameOf = ({ kind, startedAt }: RecordingId): string => `${kind}-${startedAt}`

/** Parses a directory name; `undefined` for other names. */
export function parseDirectoryName(name: string): RecordingId | undefined {
  const [, kind, startedAt] = /^(camera|screen)-(\d{1,15})$/.exec(name) ?? []
  if (kind !== 'camera' && kind !== 'screen') return undefined
  return { kind, startedAt: Number(startedAt) }
}

const twoDigits = (value: number) => String(value).padStart(2, '0')

/**
 * The file name of a recording, in local time: `Camera 2026-11-24 21.05`. Not every file system allows a colon.
 * @param word the kind of source in the creator's language
 */
export function titleOf(word: string, startedAt: number): string {
  const at = new Date(startedAt)
  const date = [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-')
  return `${word} ${date} ${twoDigits(at.getHours())}.${twoDigits(at.getMinutes())}`
}
