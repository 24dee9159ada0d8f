import type { FileId, UploadId } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef, watch } from 'vue'
import { announcement } from '../../../../src/composables/announcer.ts'
import type { Activity, Job, LostConnection } from '../../../../src/features/upload/job/job.ts'
import { useAnnouncements } from '../../../../src/features/upload/ui/announcements.ts'
import { useLeaveGuard } from '../../../../src/composables/use-leave-guard.ts'
import { useWakeLock } from '../../../../src/composables/use-wake-lock.ts'
import { loadQueueTexts } from '../../../../src/i18n/chunks/queue.ts'
import { loadLocale } from '../../../../src/i18n/index.ts'

let scope: ReturnType<typeof effectScope>

beforeEach(async () => {
  await loadLocale('en')
  await loadQueueTexts()
  scope = effectScope()
})

afterEach(() => {
  scope.stop()
})

describe('the leave guard', () => {
  const leave = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

  it('prompts only while something would be lost', async () => {
    const isBusy = ref(false)
    scope.run(() => useLeaveGuard(() => isBusy.value))
    expect(leave()).toBe(true)
    isBusy.value = true
    await nextTick()
    expect(leave()).toBe(false)
    isBusy.value = false
    await nextTick()
    expect(leave()).toBe(true)
  })
})

describe('the wake lock', () => {
  /** Fake Screen Wake Lock API, with the locks that are held. */
  function wakeLocks() {
    const held = new Set<object>()
    const request = vi.fn(async () => {
      const lock = {
        released: false,
        release: async () => {
          lock.released = true
          held.delete(lock)
        },
      }
      held.add(lock)
      return lock
    })
    Object.defineProperty(navigator, 'wakeLock', { configurable: true, value: { request } })
    return { held, request }
  }

  const show = async (state: 'visible' | 'hidden') => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state })
    document.dispatchEvent(new Event('visibilitychange'))
    await nextTick()
  }

  it('is held while something is sent, and requested again after the page was hidden', async () => {
    const { held, request } = wakeLocks()
    const isBusy = ref(false)
    scope.run(() => useWakeLock(() => isBusy.value))
    expect(held.size).toBe(0)
    isBusy.value = true
    await vi.waitFor(() => expect(held.size).toBe(1))
    await show('hidden')
    await vi.waitFor(() => expect(held.size).toBe(0))
    await show('visible')
    await vi.waitFor(() => expect(held.size).toBe(1))
    isBusy.value = false
    await vi.waitFor(() => expect(held.size).toBe(0))
    expect(request).toHaveBeenCalledTimes(2)
  })

  it('is released, whatever happened before the browser granted it', async () => {
    const { held, request } = wakeLocks()
    const isBusy = ref(true)
    scope.run(() => useWakeLock(() => isBusy.value))
    await Promise.all([show('visible'), show('visible'), show('visible')])
    await vi.waitFor(() => expect(held.size).toBe(1))
    isBusy.value = false
    await nextTick()
    await vi.waitFor(() => expect(held.size).toBe(0))
    isBusy.value = true
    await nextTick()
    scope.stop()
    await vi.waitFor(() =>
      expect(request.mock.settledResults).toHaveLength(request.mock.calls.length),
    )
    await vi.waitFor(() => expect(held.size).toBe(0))
  })

  it('may be refused, for example with a low battery, without another effect', async () => {
    const { held, request } = wakeLocks()
    request.mockRejectedValue(new DOMException('', 'NotAllowedError'))
    const isBusy = ref(false)
    scope.run(() => useWakeLock(() => isBusy.value))
    isBusy.value = true
    await vi.waitFor(() => expect(request).toHaveBeenCalled())
    expect(held.size).toBe(0)
  })
})

describe('announcements', () => {
  const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
  const common = { jobId: 'a', source: { name: 'a.mp4', size: 1000, type: 'video/mp4' } }
  const uploading = (activity: Activity, sentBytes: number): Job => ({
    ...common,
    stage: 'uploading',
    activity,
    uploadId,
    transferred: { sentBytes, speed: 0, remainingSeconds: undefined },
  })

  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  /** The announcements while the queue changes from one state to the next. */
  async function announcementsOf(states: Job[][]): Promise<string[]> {
    const jobs = shallowRef<Job[]>([])
    const texts: string[] = []
    scope.run(() => useAnnouncements(() => jobs.value))
    for (const now of states) {
      const before = announcement.value
      jobs.value = now
      await nextTick()
      vi.runAllTimers()
      if (announcement.value !== before) texts.push(announcement.value.trim())
    }
    return texts
  }

  const announcementsOfJob = (states: Job[]) => announcementsOf(states.map((job) => [job]))

  it('report each stage and each quarter, not each byte', async () => {
    const bytes = Array.from({ length: 1000 }, (_, index) => uploading('sending', index + 1))
    const texts = await announcementsOfJob([
      { ...common, stage: 'draft' },
      ...bytes,
      { ...common, stage: 'committing', uploadId },
      { ...common, stage: 'ready', uploadId, fileId: '1' as FileId },
    ])
    expect(texts).toEqual([
      'a.mp4: Not uploaded yet',
      'a.mp4: Uploading',
      'a.mp4: 25 percent',
      'a.mp4: 50 percent',
      'a.mp4: 75 percent',
      'a.mp4: Finishing up',
      'a.mp4: Published',
    ])
  })

  it('report an unstable connection once per quarter', async () => {
    const unstable = Array.from({ length: 40 }, (_, index) =>
      uploading(index % 2 ? 'sending' : 'reconnecting', 300 + index),
    )
    expect(await announcementsOfJob([uploading('sending', 300), ...unstable])).toEqual([
      'a.mp4: 25 percent',
      'a.mp4: Reconnecting…',
    ])
  })

  it('report that the device is offline, not that the upload reconnects', async () => {
    const reconnecting = (lostConnection: LostConnection) =>
      Object.assign(uploading('reconnecting', 300), { lostConnection })
    expect(
      await announcementsOfJob([
        uploading('sending', 300),
        reconnecting({}),
        reconnecting({ retryAt: 1000 }),
      ]),
    ).toEqual(['a.mp4: 25 percent', 'a.mp4: Waiting for a connection', 'a.mp4: Reconnecting…'])
  })

  it('report every pause', async () => {
    const paused: Job = {
      ...common,
      stage: 'paused',
      uploadId,
      transferred: { sentBytes: 300, speed: 0, remainingSeconds: undefined },
    }
    const texts = await announcementsOfJob([
      uploading('sending', 300),
      paused,
      uploading('sending', 300),
      paused,
    ])
    expect(texts.filter((text) => text === 'a.mp4: Paused')).toHaveLength(2)
  })

  const many = (count: number, as: (common: { jobId: string; source: Job['source'] }) => Job) =>
    Array.from({ length: count }, (_, index) =>
      as({ ...common, jobId: `${index}`, source: { ...common.source, name: `${index}.mp4` } }),
    )

  it('report many added jobs in one sentence', async () => {
    const jobs = shallowRef<Job[]>([])
    const texts: string[] = []
    scope.run(() => {
      useAnnouncements(() => jobs.value)
      watch(announcement, (text) => texts.push(text), { flush: 'sync' })
    })
    for (const job of many(200, (common) => ({ ...common, stage: 'draft' }))) {
      jobs.value = [...jobs.value, job]
      await nextTick()
    }
    vi.runAllTimers()
    expect(texts).toEqual(['200 videos: Not uploaded yet'])
  })

  it('report the total progress of many jobs, and the end of each', async () => {
    const drafts = many(8, (common) => ({ ...common, stage: 'draft' }))
    const sending = (sentBytes: number, ready: number) =>
      many(8, (common) =>
        Number(common.jobId) < ready
          ? { ...common, stage: 'ready', uploadId, fileId: '1' as FileId }
          : { ...uploading('sending', sentBytes), ...common },
      )
    const texts = await announcementsOf([
      drafts,
      ...Array.from({ length: 30 }, (_, index) => sending(index * 10, 0)),
      sending(400, 1),
      sending(400, 3),
    ])
    expect(texts).toEqual([
      '8 videos: Not uploaded yet',
      '25 percent uploaded',
      '0.mp4: Published',
      '2 videos: Published. 50 percent uploaded',
    ])
  })
})
