import {
  DayStatistics,
  type FileId,
  isUploadId,
  maxTotals,
  type Totals,
  type UploadStatistics,
} from '@reelferry/contract'
import * as v from 'valibot'
import type { RequestContext } from '../context.ts'
import type { Creator } from '../creators/creator.ts'
import { ProblemError } from '../http/problem-error.ts'
import { ownUpload, requireOwnUpload } from '../uploads/find-own-upload.ts'
import type { UploadRecord } from '../uploads/upload-record.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'
import { cached } from './cached.ts'
import { beijingTime, type Block, blocksSince, dayMs, dayName, dayStart, firstDay } from './days.ts'

/** Plays and traffic of a file in one block of days. Days without plays are omitted. */
const daysOf = (context: RequestContext, fileId: FileId, { from, to }: Block) =>
  cached(
    context,
    { name: `file/${fileId}/${from}-${to}`, lastDay: to, schema: v.array(DayStatistics) },
    async () => {
      const items = await context.vod.describePlays(fileId, beijingTime(from), beijingTime(to))
      return items.flatMap(({ Time, PlayTimes, Traffic }) => {
        const time = Date.parse(Time ?? '')
        const [plays, traffic] = [PlayTimes ?? 0, Traffic ?? 0]
        return Number.isNaN(time) || (plays === 0 && traffic === 0)
          ? []
          : [{ day: dayName(time), plays, traffic }]
      })
    },
  )

/** The slots that statistics need: with the opening, two KV keys. */
const wanted = ['uploaded'] as const

/** A file of a video and the days on which it may have been played, unix ms. */
interface PlayedFile {
  fileId: FileId
  from: number
  to: number
}

/** Players that run during a replacement continue with the old file. */
const stillPlayedMs = dayMs

/** All files that a video has played. An upload without replacement has one. */
function playedFiles({ opened, uploaded }: UploadRecord, now: number): PlayedFile[] {
  const { files, openedAt } = opened
  if (!files) return uploaded ? [{ fileId: uploaded.fileId, from: openedAt, to: now }] : []
  const { playing, retired } = files
  return [
    { fileId: playing.fileId, from: playing.since, to: now },
    ...retired.map(({ fileId, from, to }) => ({ fileId, from, to: to + stillPlayedMs })),
  ]
}

/** Plays and traffic of a video by day, in blocks from `first`: those of all its files together. */
async function playsOf(
  context: RequestContext,
  files: PlayedFile[],
  { opened, from }: { opened: number; from: number },
): Promise<DayStatistics[]> {
  // Blocks of all files start at the same days, so that the page of a video and the totals share the cache.
  const blocks = blocksSince(opened, context.now()).filter(({ to }) => to >= from)
  const byFile = Map.groupBy(files, ({ fileId }) => fileId)
  const wantedOf = (periods: PlayedFile[]) =>
    blocks.filter((block) =>
      periods.some((period) => dayStart(period.from) <= block.to && period.to >= block.from),
    )
  const days = await Promise.all(
    [...byFile].flatMap(([fileId, periods]) =>
      wantedOf(periods).map((block) => daysOf(context, fileId, block)),
    ),
  )
  const byDay = Map.groupBy(days.flat(), ({ day }) => day)
  return [...byDay.values()].map(addUp).sort((a, b) => (a.day < b.day ? -1 : 1))
}

const addUp = (counts: DayStatistics[]): DayStatistics => ({
  day: counts[0]?.day ?? '',
  plays: counts.reduce((sum, { plays }) => sum + plays, 0),
  traffic: counts.reduce((sum, { traffic }) => sum + traffic, 0),
})

/**
 * Plays and traffic by day of an own video, as long as VOD has data: at most one year.
 * @throws ProblemError `upload-not-found`; VodApiError
 */
export async function showStatistics(
  context: RequestContext,
  id: string,
  creator: Creator,
): Promise<UploadStatistics> {
  const { uploadId, record } = await requireOwnUpload(context.kv, id, creator, wanted)
  const first = firstDay(record.opened.openedAt, context.now())
  const files = playedFiles(record, context.now())
  const days = await playsOf(context, files, { opened: first, from: first })
  return { uploadId, since: dayName(first), days }
}

const totalDays = 30

/**
 * Totals of own videos in the past 30 days, or since they were opened. Each video needs one or two calls to VOD, of the
 * 50 that a free Worker has. Other people's uploads, those without a file, and those about which VOD does not answer are
 * omitted: the page of a video reports that.
 * @throws ProblemError `invalid-request`
 */
export async function showTotals(
  context: RequestContext,
  ids: string[],
  creator: Creator,
): Promise<Totals> {
  if (ids.length > maxTotals || !ids.every(isUploadId)) throw new ProblemError('invalid-request')
  const { now } = context
  const start = dayStart(now()) - (totalDays - 1) * dayMs
  const entries = await Promise.all(
    ids.filter(isUploadId).map(async (uploadId) => {
      const record = (await ownUpload(context.kv, uploadId, creator, wanted))?.record
      const files = record ? playedFiles(record, now()) : []
      if (!record || files.length === 0) return []
      const opened = firstDay(record.opened.openedAt, now())
      const first = Math.max(start, opened)
      const days = await catchVodFailure(
        () => playsOf(context, files, { opened, from: first }),
        () => undefined,
      )
      if (!days) return []
      const since = dayName(first)
      const counted = days.filter(({ day }) => day >= since)
      const plays = counted.reduce((sum, day) => sum + day.plays, 0)
      const traffic = counted.reduce((sum, day) => sum + day.traffic, 0)
      return [[uploadId, { since, plays, traffic }] as const]
    }),
  )
  return { totals: Object.fromEntries(entries.flat()) }
}
