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
  const fileId = record.uploaded?.fileId
  const blocks = fileId ? blocksSince(first, context.now()) : []
  const days = await Promise.all(blocks.map((block) => fileId && daysOf(context, fileId, block)))
  return { uploadId, since: dayName(first), days: days.flatMap((block) => block || []) }
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
      const fileId = record?.uploaded?.fileId
      if (!record || !fileId) return []
      const first = Math.max(start, firstDay(record.opened.openedAt, now()))
      // The blocks of the page of the video, so that both share the cache.
      const blocks = blocksSince(firstDay(record.opened.openedAt, now()), now())
      const recent = blocks.filter(({ to }) => to >= first)
      const days = await catchVodFailure(
        () => Promise.all(recent.map((block) => daysOf(context, fileId, block))),
        () => undefined,
      )
      if (!days) return []
      const since = dayName(first)
      const counted = days.flat().filter(({ day }) => day >= since)
      const plays = counted.reduce((sum, day) => sum + day.plays, 0)
      const traffic = counted.reduce((sum, day) => sum + day.traffic, 0)
      return [[uploadId, { since, plays, traffic }] as const]
    }),
  )
  return { totals: Object.fromEntries(entries.flat()) }
}
