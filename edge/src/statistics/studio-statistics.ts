import { isFileId } from '@reelferry/contract'
import type { StudioStatistics } from '@reelferry/contract/operator'
import * as v from 'valibot'
import type { RequestContext } from '../context.ts'
import { getRecord, getUploadOfFile } from '../uploads/store.ts'
import { cached } from './cached.ts'
import { beijingTime, dayMs, dayName, dayStart } from './days.ts'

const shownDays = 28
const maxNames = 10

const FilePlays = v.array(v.object({ fileId: v.string(), plays: v.number(), traffic: v.number() }))

/** The 100 most played files of a day. */
const topFilesOf = (context: RequestContext, day: number) =>
  cached(context, { name: `day/${day}`, lastDay: day, schema: FilePlays }, async () =>
    (await context.vod.describeMostPlayed(beijingTime(day))).map((item) => ({
      fileId: item.FileId ?? '',
      plays: item.PlayTimes ?? 0,
      traffic: item.Traffic ?? 0,
    })),
  )

const Traffic = v.array(v.object({ day: v.string(), traffic: v.number() }))

const trafficOf = (context: RequestContext, from: number, to: number) =>
  cached(context, { name: `traffic/${from}-${to}`, lastDay: to, schema: Traffic }, async () => {
    // VOD requires an end after the start, and includes the day of the end.
    const items = await context.vod.describeTraffic(beijingTime(from), beijingTime(to))
    return items.flatMap(({ Time, Value }) => {
      const time = Date.parse(Time ?? '')
      return Number.isNaN(time) ? [] : [{ day: dayName(time), traffic: Value ?? 0 }]
    })
  })

async function nameOf({ kv }: RequestContext, fileId: string): Promise<string> {
  const uploadId = isFileId(fileId) ? await getUploadOfFile(kv, fileId) : undefined
  const sent = uploadId && (await getRecord(kv, uploadId, ['details', 'deleted']))
  const replaces = sent && sent.opened.replaces
  // A file that replaces another has the title of its video.
  const record = replaces ? await getRecord(kv, replaces, ['details', 'deleted']) : sent
  if (!record || record.deleted) return ''
  return record.details?.title || record.opened.name
}

/**
 * Plays and traffic of the whole VOD application in the past 28 days. It needs 29 calls to VOD the first time, of the 50
 * that a free Worker has; later one or two, because past days are cached.
 * @throws VodApiError
 */
export async function studioStatistics(context: RequestContext): Promise<StudioStatistics> {
  const today = dayStart(context.now())
  const days = Array.from(
    { length: shownDays },
    (_, index) => today - (shownDays - 1 - index) * dayMs,
  )
  const [first = today] = days
  const [traffic, ...files] = await Promise.all([
    trafficOf(context, first, today),
    ...days.map((day) => topFilesOf(context, day)),
  ])
  const byFile = Map.groupBy(files.flat(), ({ fileId }) => fileId)
  const totals = [...byFile].map(([fileId, counts]) => ({
    fileId,
    plays: counts.reduce((sum, { plays }) => sum + plays, 0),
    traffic: counts.reduce((sum, count) => sum + count.traffic, 0),
  }))
  const top = totals.toSorted((a, b) => b.plays - a.plays).slice(0, maxNames)
  return {
    since: dayName(first),
    days: days.map((day, index) => ({
      day: dayName(day),
      plays: (files[index] ?? []).reduce((sum, { plays }) => sum + plays, 0),
      traffic: traffic.find((item) => item.day === dayName(day))?.traffic ?? 0,
    })),
    topVideos: await Promise.all(
      top.map(async (file) => ({ ...file, name: await nameOf(context, file.fileId) })),
    ),
  }
}
