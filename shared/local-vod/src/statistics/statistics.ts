import type { Clock } from '../clock.ts'
import type { Records, Table } from '../storage/records.ts'
import { hourMs, intervalStart } from './days.ts'

/** Plays and traffic of one media file in one hour. */
interface HourOfFile {
  fileId: string
  /** Start of the hour, milliseconds since 1970. */
  start: number
  plays: number
  /** Bytes. */
  traffic: number
}

/** Plays and traffic of a media file in some interval. */
type Plays = Pick<HourOfFile, 'plays' | 'traffic'>

/** Smallest interval of DescribeCDNUsageData. */
const usageIntervalMs = 5 * 60 * 1000

/** Counts what the CDN has served. It keeps the counts of deleted media files. */
export class Statistics {
  readonly #hours: Table<HourOfFile>
  /** Bytes by start of the interval. */
  readonly #usage: Table<number>
  readonly #now: Clock

  constructor(records: Records, now: Clock) {
    this.#hours = records.table('plays')
    this.#usage = records.table('usage')
    this.#now = now
  }

  /**
   * Counts one response of the CDN.
   *
   * @param fileId `undefined` for pictures, which count as usage of the CDN only
   */
  count(fileId: string | undefined, { plays, traffic }: Plays): void {
    const now = this.#now()
    const interval = String(intervalStart(now, usageIntervalMs))
    this.#usage.set(interval, (this.#usage.get(interval) ?? 0) + traffic)
    if (fileId === undefined) return
    const start = intervalStart(now, hourMs)
    const key = `${fileId}/${start}`
    const hour = this.#hours.get(key) ?? { fileId, start, plays: 0, traffic: 0 }
    this.#hours.set(key, { ...hour, plays: hour.plays + plays, traffic: hour.traffic + traffic })
  }

  /** Plays and traffic of each media file that was requested in an interval of whole hours. */
  playsOfFiles(start: number, lengthMs: number): Map<string, Plays> {
    const files = new Map<string, Plays>()
    for (const hour of this.#hours.values()) {
      if (hour.start < start || hour.start >= start + lengthMs) continue
      const { plays = 0, traffic = 0 } = files.get(hour.fileId) ?? {}
      files.set(hour.fileId, { plays: plays + hour.plays, traffic: traffic + hour.traffic })
    }
    return files
  }

  /** Traffic in each interval of five minutes, bytes. */
  usage(start: number, lengthMs: number): number[] {
    return this.#usage
      .entries()
      .filter(([interval]) => Number(interval) >= start && Number(interval) < start + lengthMs)
      .map(([, bytes]) => bytes)
  }
}

/** Bandwidth of an interval of five minutes, bits per second. */
export const bandwidthOf = (bytes: number): number => (bytes * 8) / (usageIntervalMs / 1000)
