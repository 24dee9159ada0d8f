import type { Totals, UploadStatistics } from '@reelferry/contract'
import type { StudioStatistics } from '@reelferry/contract/operator'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { blocksSince, dayMs, dayName, dayStart, firstDay } from '../../src/statistics/days.ts'
import { openUpload, problemCode, request, signedInAs } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { previousFile, replacedVideo } from '../replacement.ts'
import { asOperator } from '../reviews/studio.ts'
import { newFileId, vodAccount } from '../vod-account.ts'

const now = Date.now()
const today = dayName(now)

/** Answers VOD's statistics actions, and passes other calls on. Returns their parameters. */
function withStatistics(plays: Record<string, number>) {
  const others = fetch
  const calls: { action: string; StartTime?: string; EndTime?: string }[] = []
  const answer = (action: string, parameters: { FileId?: string; Date?: string }) => {
    const time = `${today}T00:00:00+08:00`
    if (action === 'DescribeMediaPlayStatDetails') {
      const count = plays[parameters.FileId ?? ''] ?? 0
      return { PlayStatInfoSet: [{ Time: time, PlayTimes: count, Traffic: count * 1000 }] }
    }
    if (action === 'DescribeCDNUsageData') return { Data: [{ Time: time, Value: 12_345 }] }
    const isToday = parameters.Date?.startsWith(today)
    const files = Object.entries(plays).map(([FileId, PlayTimes]) => ({
      FileId,
      PlayTimes,
      Traffic: 1,
    }))
    return { DailyPlayStatInfoSet: isToday ? files : null }
  }
  vi.stubGlobal(
    'fetch',
    async (input: URL, init: RequestInit & { headers: Record<string, string> }) => {
      const action = init.headers['x-tc-action'] ?? ''
      if (!/Stat|Usage/.test(action)) return others(input, init)
      const parameters = JSON.parse(String(init.body)) as object
      calls.push({ action, ...parameters })
      return Response.json({ Response: { ...answer(action, parameters), RequestId: '1' } })
    },
  )
  return calls
}

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('days of statistics', () => {
  it('are those of Beijing', () => {
    const time = Date.parse('2026-06-14T16:00:00Z')
    expect(dayName(time)).toBe('2026-06-15')
    expect(dayStart(time + 1000)).toBe(time)
    expect(dayName(time - 1)).toBe('2026-06-14')
  })

  it('are split into blocks of at most 90 days without gaps, the last one until today', () => {
    for (const age of [0, 1, 89, 90, 200, 364, 5000]) {
      const first = firstDay(now - age * dayMs, now)
      const blocks = blocksSince(first, now)
      expect(blocks[0]?.from).toBe(first)
      expect(blocks.at(-1)?.to).toBe(dayStart(now))
      expect(now - first).toBeLessThan(365 * dayMs + dayMs)
      for (const [index, { from, to }] of blocks.entries()) {
        expect(to - from).toBeLessThan(90 * dayMs)
        expect(to).toBeGreaterThanOrEqual(from)
        if (index > 0) expect(from).toBe((blocks[index - 1]?.to ?? 0) + dayMs)
      }
    }
  })
})

describe('the statistics of a video', () => {
  it('are those of VOD since it was opened, and are cached', async () => {
    const { uploadId, fileId } = await publishedVideo(vod)
    const calls = withStatistics({ [fileId]: 7 })
    const show = async () => (await request(`/api/statistics/${uploadId}`)).json<UploadStatistics>()
    expect(await show()).toEqual({
      uploadId,
      since: today,
      days: [{ day: today, plays: 7, traffic: 7000 }],
    })
    await show()
    expect(calls).toEqual([
      {
        action: 'DescribeMediaPlayStatDetails',
        FileId: fileId,
        StartTime: `${today}T00:00:00+08:00`,
        EndTime: `${today}T00:00:00+08:00`,
        Interval: 'Day',
      },
    ])
  })

  it('continue when the file is replaced, and when the previous one is restored or deleted', async () => {
    const { uploadId, fileId, replacement } = await replacedVideo(vod)
    withStatistics({ [fileId]: 7, [replacement.fileId]: 3 })
    const both = [{ day: today, plays: 10, traffic: 10_000 }]
    const show = async () => (await request(`/api/statistics/${uploadId}`)).json<UploadStatistics>()
    expect((await show()).days).toEqual(both)
    await previousFile(uploadId, 'POST')
    expect((await show()).days).toEqual(both)
    await previousFile(uploadId, 'DELETE')
    expect((await show()).days).toEqual(both)
    const totals = await (await request(`/api/statistics?uploads=${uploadId}`)).json<Totals>()
    expect(totals.totals[uploadId]).toMatchObject({ plays: 10, traffic: 10_000 })
  })

  it('are empty before there is a file', async () => {
    const uploadId = await openUpload()
    const calls = withStatistics({})
    const answer = await request(`/api/statistics/${uploadId}`)
    expect(await answer.json()).toEqual({ uploadId, since: today, days: [] })
    expect(calls).toEqual([])
  })

  it('are only shown to its creator', async () => {
    const { uploadId } = await publishedVideo(vod)
    withStatistics({})
    const stranger = await signedInAs('stranger')
    const answer = await request(`/api/statistics/${uploadId}`, {}, stranger)
    expect(await problemCode(answer)).toBe('upload-not-found')
    const nobody = await request(`/api/statistics/${uploadId}`, {}, { AUTH_MODE: 'invite' })
    expect(await problemCode(nobody)).toBe('not-signed-in')
    const totals = await request(`/api/statistics?uploads=${uploadId}`, {}, stranger)
    expect(await totals.json()).toEqual({ totals: {} })
  })

  it('are unavailable while VOD is, and not cached then', async () => {
    const { uploadId, fileId } = await publishedVideo(vod)
    vod.goOffline()
    expect(await problemCode(await request(`/api/statistics/${uploadId}`))).toBe('vod-unavailable')
    vod.goOnline()
    withStatistics({ [fileId]: 1 })
    expect((await request(`/api/statistics/${uploadId}`)).status).toBe(200)
  })
})

describe('the totals of the library', () => {
  it('contain plays and traffic of each video with a file', async () => {
    const { uploadId, fileId } = await publishedVideo(vod)
    const open = await openUpload()
    withStatistics({ [fileId]: 3 })
    const answer = await request(`/api/statistics?uploads=${uploadId},${open}`)
    expect((await answer.json<Totals>()).totals).toEqual({
      [uploadId]: { since: today, plays: 3, traffic: 3000 },
    })
  })

  it('are omitted while VOD does not answer', async () => {
    const { uploadId } = await publishedVideo(vod)
    vod.goOffline()
    const answer = await request(`/api/statistics?uploads=${uploadId}`)
    expect(await answer.json()).toEqual({ totals: {} })
  })

  it.each(['x', Array.from({ length: 21 }, () => 'x'.repeat(22)).join(',')])(
    'reject the ids %s',
    async (ids) => {
      const answer = await request(`/api/statistics?uploads=${ids}`)
      expect(await problemCode(answer)).toBe('invalid-request')
    },
  )
})

describe('the statistics of the studio', () => {
  it('have 28 days, the names of the most played videos, and at most 29 calls', async () => {
    const { fileId } = await publishedVideo(vod, { title: 'Harbour' })
    const foreign = newFileId()
    // Other tests of this location have cached no days.
    const calls = withStatistics({ [fileId]: 5, [foreign]: 9 })
    const answer = await asOperator('statistics')
    const { days, topVideos, since } = await answer.json<StudioStatistics>()
    expect(days).toHaveLength(28)
    expect(days[0]?.day).toBe(since)
    expect(days.at(-1)).toEqual({ day: today, plays: 14, traffic: 12_345 })
    expect(topVideos).toEqual([
      { fileId: foreign, name: '', plays: 9, traffic: 1 },
      { fileId, name: 'Harbour', plays: 5, traffic: 1 },
    ])
    expect(calls).toHaveLength(29)
    await asOperator('statistics')
    expect(calls).toHaveLength(29)
  })

  it('are hidden without the operator’s secret', async () => {
    expect(await problemCode(await request('/api/operator/statistics'))).toBe('route-not-found')
  })
})
