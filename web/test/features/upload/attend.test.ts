import type { FileId, UploadId } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { announcement } from '../../../src/design/announcer.ts'
import type { Activity, Job } from '../../../src/features/upload/model/job.ts'
import { useAnnouncements } from '../../../src/features/upload/ui/announcements.ts'
import { useLeaveGuard } from '../../../src/features/upload/ui/leave-guard.ts'
import { useWakeLock } from '../../../src/features/upload/ui/wake-lock.ts'
import { loadLocale } from '../../../src/i18n/index.ts'

let scope: ReturnType<typeof effectScope>

beforeEach(async () => {
  await loadLocale('en')
  scope = effectScope()
})

afterEach(() => {
  scope.stop()
})

describe('leaving the page', () => {
  const leave = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

  it('asks first while something would be lost, and only then', async () => {
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

describe('the device', () => {
  /** The browser's wake lock, and what is held of it. */
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

  it('is kept awake while something is sent, again after the page was hidden, and no longer', async () => {
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

  it('may refuse to stay awake, with a low battery for one: then nothing else happens', async () => {
    const { held, request } = wakeLocks()
    request.mockRejectedValue(new DOMException('', 'NotAllowedError'))
    const isBusy = ref(false)
    scope.run(() => useWakeLock(() => isBusy.value))
    isBusy.value = true
    await vi.waitFor(() => expect(request).toHaveBeenCalled())
    expect(held.size).toBe(0)
  })
})

describe('what is said of the jobs', () => {
  const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
  const common = { jobId: 'a', source: { name: 'a.mp4', size: 1000, type: 'video/mp4' } }
  const going = (activity: Activity, sentBytes: number): Job => ({
    ...common,
    stage: 'uploading',
    activity,
    uploadId,
    transferred: { sentBytes, speed: 0, timeLeft: undefined },
  })

  /** All that is said while the job goes through these. */
  async function said(through: Job[]): Promise<string[]> {
    const jobs = shallowRef<Job[]>([])
    const texts: string[] = []
    scope.run(() => useAnnouncements(() => jobs.value))
    for (const job of through) {
      const before = announcement.value
      jobs.value = [job]
      await nextTick()
      if (announcement.value !== before) texts.push(announcement.value.trim())
    }
    return texts
  }

  it('is each stage and each quarter, and not each byte', async () => {
    const bytes = Array.from({ length: 1000 }, (_, index) => going('sending', index + 1))
    const texts = await said([
      { ...common, stage: 'draft' },
      ...bytes,
      { ...common, stage: 'committing', uploadId },
      { ...common, stage: 'ready', uploadId, fileId: '1' as FileId },
    ])
    expect(texts).toEqual([
      'a.mp4: Ready to upload',
      'a.mp4: Uploading',
      'a.mp4: 25 percent',
      'a.mp4: 50 percent',
      'a.mp4: 75 percent',
      'a.mp4: Finishing',
      'a.mp4: Published',
    ])
  })

  it('is a connection that comes and goes once a quarter', async () => {
    const flapping = Array.from({ length: 40 }, (_, index) =>
      going(index % 2 ? 'sending' : 'reconnecting', 300 + index),
    )
    expect(await said([going('sending', 300), ...flapping])).toEqual([
      'a.mp4: 25 percent',
      'a.mp4: Connection lost, trying again',
    ])
  })

  it('is a pause each time', async () => {
    const paused: Job = {
      ...common,
      stage: 'paused',
      uploadId,
      transferred: { sentBytes: 300, speed: 0, timeLeft: undefined },
    }
    const texts = await said([going('sending', 300), paused, going('sending', 300), paused])
    expect(texts.filter((text) => text === 'a.mp4: Paused')).toHaveLength(2)
  })
})
