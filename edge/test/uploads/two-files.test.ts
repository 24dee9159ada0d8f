import type { Upload, Video } from '@reelferry/contract'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openUpload, signedQuery } from '../client.ts'
import { type CrashAfter, crashingStudio } from '../crashing-studio.ts'
import { secondCut } from '../replacement.ts'
import {
  newFileId,
  newFileUpload,
  procedureStateChanged,
  procedureTask,
  vodAccount,
} from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const seconds = 1000
const minutes = 60 * seconds
const days = 24 * 60 * minutes

/** A file of the video, and what VOD knows of it. */
interface SentFile {
  uploadId: string
  fileId: string
  taskId: string
  sourceContext: string
  state: 'open' | 'sent' | 'finished' | 'abandoned'
}

/** A studio with a video that was opened, and the actions on it. */
async function newWorld() {
  const studio = crashingStudio()
  const fileOf = async (uploadId: string): Promise<SentFile> => {
    const query = await studio.run(0, Infinity, (bindings) => signedQuery(uploadId, bindings))
    const fileId = newFileId()
    const sourceContext = query?.get('sourceContext') ?? ''
    return { uploadId, fileId, taskId: `task-${fileId}`, sourceContext, state: 'open' }
  }
  studio.wait(0)
  const opened = await studio.run(0, Infinity, (bindings) => openUpload('first.mp4', bindings))
  const first = await fileOf(opened ?? '')
  let second: SentFile | undefined
  /** The requests of the creator. A request that crashed may have had an effect. */
  const wishes = { isDeleted: false, isCanceled: false, hasRestored: false }

  const taskOf = ({ fileId, taskId, state }: SentFile) =>
    procedureTask(fileId, taskId, { Status: state === 'finished' ? 'FINISH' : 'PROCESSING' })
  function advance(file: SentFile | undefined, from: SentFile['state'], to: SentFile['state']) {
    if (file?.state !== from) return
    file.state = to
    if (to === 'sent' || vod.has(file.fileId)) vod.publish({ ...file, task: taskOf(file) })
  }
  const path = (file: SentFile) => `/api/uploads/${file.uploadId}`
  const poll = (file: SentFile | undefined, at: number, crash: CrashAfter) =>
    file &&
    studio.send(at, crash, `${path(file)}?fileId=${vod.has(file.fileId) ? file.fileId : ''}`)
  const finished = (file: SentFile | undefined) =>
    file?.state === 'finished' && vod.has(file.fileId)

  async function view(at: number): Promise<Video | undefined> {
    const response = await studio.send(at, Infinity, `/api/videos/${first.uploadId}`)
    const video = await response?.json<Video>()
    if (video?.status === 'ready') {
      expect([first, second].some((file) => file?.fileId === video.fileId)).toBe(true)
      // A deletion takes up to a minute to reach the other location, and its request may crash in between.
      if (!wishes.isDeleted && !wishes.isCanceled) expect(vod.has(video.fileId)).toBe(true)
    }
    return video
  }

  const actions = {
    open: async (at: number, crash: CrashAfter) => {
      if (second) return
      const json = { ...secondCut, replaces: first.uploadId }
      const response = await studio.send(at, crash, '/api/uploads', { json })
      if (response?.status !== 201) return
      second = await fileOf((await response.json<{ uploadId: string }>()).uploadId)
    },
    commitFirst: async () => advance(first, 'open', 'sent'),
    commitSecond: async () => advance(second, 'open', 'sent'),
    finishFirst: async () => advance(first, 'sent', 'finished'),
    finishSecond: async () => advance(second, 'sent', 'finished'),
    notifyFirst: async (at: number, crash: CrashAfter) => notifyOf(first, at, crash),
    notifySecond: async (at: number, crash: CrashAfter) => notifyOf(second, at, crash),
    repeatFirst: async (at: number, crash: CrashAfter) => repeatOf(first, at, crash),
    repeatSecond: async (at: number, crash: CrashAfter) => repeatOf(second, at, crash),
    pollFirst: async (at: number, crash: CrashAfter) => poll(first, at, crash),
    pollSecond: async (at: number, crash: CrashAfter) => poll(second, at, crash),
    view,
    cron: studio.cron,
    restore: async (at: number, crash: CrashAfter) => {
      wishes.hasRestored = true
      return studio.send(at, crash, `${path(first)}/previous-file/restore`, { method: 'POST' })
    },
    deletePrevious: async (at: number, crash: CrashAfter) =>
      studio.send(at, crash, `${path(first)}/previous-file`, { method: 'DELETE' }),
    cancelSecond: async (at: number, crash: CrashAfter) => {
      if (!second) return
      wishes.isCanceled = true
      return studio.send(at, crash, path(second), { method: 'DELETE' })
    },
    delete: async (at: number, crash: CrashAfter) => {
      wishes.isDeleted = true
      return studio.send(at, crash, path(first), { method: 'DELETE' })
    },
    month: async () => {
      // The cron trigger runs every five minutes, so some runs of a month do not crash.
      for (const at of [0, 1]) {
        studio.wait(7 * minutes)
        await studio.cron(at, Infinity)
      }
      studio.wait(31 * days)
      // VOD accepts no file after a day.
      advance(first, 'open', 'abandoned')
      advance(second, 'open', 'abandoned')
    },
  }
  const notifyOf = async (file: SentFile | undefined, at: number, crash: CrashAfter) => {
    if (file?.state === 'finished')
      return studio.notify(at, crash, procedureStateChanged(taskOf(file)))
    return repeatOf(file, at, crash)
  }
  const repeatOf = async (file: SentFile | undefined, at: number, crash: CrashAfter) => {
    if (!file || file.state === 'open' || file.state === 'abandoned') return
    return studio.notify(at, crash, newFileUpload(file.fileId, file.sourceContext, file.taskId))
  }

  /** Nothing crashes for half an hour. The creator repeats what was not answered, and VOD ends all task flows. */
  async function settle() {
    studio.wait(2 * minutes)
    advance(first, 'sent', 'finished')
    advance(second, 'sent', 'finished')
    if (wishes.isCanceled) await actions.cancelSecond(0, Infinity)
    if (wishes.isDeleted) await actions.delete(0, Infinity)
    for (const at of [0, 1, 0, 1]) {
      studio.wait(7 * minutes)
      await studio.cron(at, Infinity)
      for (const file of [first, second]) await poll(file, at, Infinity)
    }
    studio.wait(2 * minutes)
  }
  const upload = async () => (await studio.send(0, Infinity, path(first)))?.json<Upload>()

  return {
    studio,
    actions,
    settle,
    view,
    upload,
    wishes,
    files: () => [first, second].filter((file) => file !== undefined),
    finished,
  }
}

type World = Awaited<ReturnType<typeof newWorld>>

/** There is exactly one correct video: the same for every location, with no file at VOD that it does not need. */
async function expectOneVideo({ view, upload, wishes, files, finished }: World) {
  const [here, there] = [await view(0), await view(1)]
  expect(there).toEqual(here)
  const existing = files().filter(finished)
  const [first, second] = files()
  if (wishes.isDeleted) {
    expect(here).toMatchObject({ status: 'deleted' })
    return expect(existing).toEqual([])
  }
  if (wishes.isCanceled) expect(finished(second)).toBe(false)
  if (existing.length === 0) return expect(here?.status).not.toBe('ready')
  expect(here?.status).toBe('ready')
  const playing = here?.status === 'ready' ? here.fileId : ''
  expect(existing.map(({ fileId }) => fileId)).toContain(playing)
  if (!wishes.hasRestored) expect(playing).toBe(finished(second) ? second?.fileId : first?.fileId)
  const isRestorable = (await upload())?.previousFileUntil !== undefined
  expect(existing).toHaveLength(isRestorable ? 2 : 1)
}

/** After the previous file is restored, it plays. */
async function expectRestorable(world: World) {
  const { actions, settle, upload, view } = world
  if ((await upload())?.previousFileUntil === undefined) return
  const before = await view(0)
  const response = await actions.restore(0, Infinity)
  expect(response?.status).toBe(200)
  const restored = await response?.json<Upload>()
  expect(restored?.fileId).not.toBe(before?.fileId)
  await settle()
  expect(await view(1)).toMatchObject({ status: 'ready', fileId: restored?.fileId })
}

const names = [
  'open',
  'commitFirst',
  'commitSecond',
  'finishFirst',
  'finishSecond',
  'notifyFirst',
  'notifySecond',
  'repeatFirst',
  'repeatSecond',
  'pollFirst',
  'pollSecond',
  'view',
  'cron',
  'restore',
  'deletePrevious',
  'cancelSecond',
  'delete',
  'month',
] as const

const steps = fc.array(
  fc.record({
    name: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...names.slice(0, 13)) },
      { weight: 1, arbitrary: fc.constantFrom(...names.slice(13)) },
    ),
    at: fc.nat({ max: 1 }),
    crash: fc.oneof(fc.constant(Infinity), fc.nat({ max: 25 })),
    pause: fc.constantFrom(seconds, 20 * seconds, 61 * seconds),
  }),
  { minLength: 5, maxLength: 25 },
)

/** Actions that lead to a replaced video, so that many runs have one. */
const replacing = ['commitFirst', 'finishFirst', 'notifyFirst', 'open', 'commitSecond'] as const

it('there is exactly one correct video, for any order of events of two files and any crash', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: replacing.length }), steps, async (known, random) => {
      const world = await newWorld()
      for (const name of replacing.slice(0, known)) {
        await world.actions[name](0, Infinity)
        world.studio.wait(2 * seconds)
      }
      for (const { name, at, crash, pause } of random) {
        world.studio.wait(pause)
        await world.actions[name](at, crash)
      }
      await world.settle()
      await expectOneVideo(world)
      await expectRestorable(world)
      await expectOneVideo(world)
    }),
    { numRuns: 60 },
  )
}, 180_000)
