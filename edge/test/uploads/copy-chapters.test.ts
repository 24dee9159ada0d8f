import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { planChapters } from '../../src/uploads/copy-chapters.ts'
import { request } from '../client.ts'
import { publishedVideo } from '../published-video.ts'
import { vodAccount } from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const describeVideo = (uploadId: string, description: string) =>
  request(`/api/uploads/${uploadId}`, { method: 'PATCH', json: { description } })

const description = '0:00 Before sunrise\n0:05 Out of the harbor'
const chapters = [
  { TimeOffset: 0, Content: 'Before sunrise' },
  { TimeOffset: 5, Content: 'Out of the harbor' },
]

describe('chapters in the description of a ready video', () => {
  it('are copied to VOD, changed there and removed', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    await describeVideo(uploadId, description)
    expect(vod.chaptersOf(fileId)).toEqual(chapters)
    await describeVideo(uploadId, '0:00 Before sunrise\n0:07 Out of the harbor')
    expect(vod.chaptersOf(fileId)).toEqual([chapters[0], { ...chapters[1], TimeOffset: 7 }])
    await describeVideo(uploadId, 'No chapters')
    expect(vod.chaptersOf(fileId)).toEqual([])
  })

  it('are copied once', async () => {
    const { uploadId } = await publishedVideo(vod)
    await describeVideo(uploadId, description)
    await describeVideo(uploadId, `${description}\nWith a ferry`)
    expect(vod.calls.filter((action) => action === 'ModifyMediaInfo')).toHaveLength(1)
  })

  it('are copied by the next sync if VOD was unreachable', async () => {
    const { fileId, uploadId } = await publishedVideo(vod)
    vod.goOffline()
    expect((await describeVideo(uploadId, description)).status).toBe(200)
    vod.goOnline()
    expect(vod.chaptersOf(fileId)).toEqual([])
    await request(`/api/uploads/${uploadId}/cover`, { method: 'POST' })
    expect(vod.chaptersOf(fileId)).toEqual(chapters)
  })
})

describe('planChapters', () => {
  const [first, second] = [
    { start: 0, title: 'A' },
    { start: 5, title: 'B' },
  ]

  it('adds what is missing or has another title, and removes other times', () => {
    const stored = [first, { start: 5, title: 'old' }, { start: 9, title: 'C' }]
    expect(planChapters([first, second], stored, false)).toEqual({ added: [second], removed: [9] })
    expect(planChapters([first, second], [second, first], false)).toBeUndefined()
  })

  it('keeps the chapters of other systems while the description has none', () => {
    expect(planChapters([], [first], false)).toBeUndefined()
    expect(planChapters([], [first], true)).toEqual({ added: [], removed: [0] })
  })
})
