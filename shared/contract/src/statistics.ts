import * as v from 'valibot'
import { UploadId } from './ids.ts'

/** A calendar day in Beijing time, in which VOD counts: `2026-06-15`. */
const Day = v.pipe(v.string(), v.isoDate())

/** Plays and traffic of one day. */
export const DayStatistics = v.object({
  day: Day,
  plays: v.number(),
  /** Bytes. */
  traffic: v.number(),
})
export type DayStatistics = v.InferOutput<typeof DayStatistics>

/** Plays and traffic by day, oldest first. A day without plays may be missing. */
export const Statistics = v.object({
  /** First day of the data: VOD keeps them for a year. */
  since: Day,
  days: v.array(DayStatistics),
})
export type Statistics = v.InferOutput<typeof Statistics>

/** `GET /api/statistics/:uploadId`: the statistics of the creator's own video. */
export const UploadStatistics = v.object({ uploadId: UploadId, ...Statistics.entries })
export type UploadStatistics = v.InferOutput<typeof UploadStatistics>

/** Total plays and traffic since a day. */
export const TotalStatistics = v.object({ since: Day, plays: v.number(), traffic: v.number() })
export type TotalStatistics = v.InferOutput<typeof TotalStatistics>

/** Maximum number of videos in one request of totals: a page of the library. */
export const maxTotals = 20

/** `GET /api/statistics?uploads=`: totals of up to 20 own videos in the past 30 days, by upload id. */
export const Totals = v.object({ totals: v.record(v.string(), TotalStatistics) })
export type Totals = v.InferOutput<typeof Totals>
