import type { FileId, UploadId } from '@reelferry/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { pageDone, pageTitle } from '../../../../src/composables/page-title.ts'
import type { Job } from '../../../../src/features/upload/job/job.ts'
import { useDoneNotifications } from '../../../../src/features/upload/ui/done-notifications.ts'
import { loadLocale } from '../../../../src/i18n/index.ts'

const common = { jobId: 'a', source: { name: 'a.mp4', size: 1, type: 'video/mp4' } }
const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const processing: Job = {
  ...common,
  stage: 'processing',
  uploadId,
  fileId: '1' as FileId,
  inReview: false,
}
const ready: Job = { ...common, stage: 'ready', uploadId, fileId: '1' as FileId }

let visibility: DocumentVisibilityState
const look = (next: DocumentVisibilityState) => {
  visibility = next
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(async () => {
  await loadLocale('en')
  visibility = 'hidden'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
})
afterEach(() => look('visible'))

function outside(permission: NotificationPermission) {
  const shown: string[] = []
  const badges: number[] = []
  const jobs = ref<Job[]>([processing])
  const scope = effectScope()
  scope.run(() =>
    useDoneNotifications(() => jobs.value, {
      permission: () => permission,
      requestPermission: async () => permission,
      show: async (title) => void shown.push(title),
      badge: async (count) => void badges.push(count),
    }),
  )
  return {
    shown,
    badges,
    end: () => scope.stop(),
    set: async (next: Job[]) => {
      jobs.value = next
      await nextTick()
    },
  }
}

it('tells once of what came to its end unseen, until it is looked at', async () => {
  const { shown, badges, set, end } = outside('granted')
  await set([
    { ...processing, inReview: true },
    { ...processing, jobId: 'b' },
  ])
  await set([ready, { ...processing, jobId: 'b' }])
  await set([ready, { ...ready, jobId: 'b' }])
  expect(shown).toEqual(['a.mp4: Published', 'a.mp4: Published'])
  expect([badges, pageDone.value]).toEqual([[1, 2], 2])
  expect(pageTitle.value).toBe('✓ 2 – Reelferry')
  look('visible')
  expect([badges.at(-1), pageDone.value]).toEqual([0, 0])
  end()
})

it('says nothing to who is there, and shows nothing that was not allowed', async () => {
  visibility = 'visible'
  const seen = outside('granted')
  await seen.set([{ ...processing, inReview: true }])
  await seen.set([ready])
  expect([seen.shown, seen.badges]).toEqual([[], []])
  seen.end()
  visibility = 'hidden'
  const refused = outside('denied')
  await refused.set([{ ...processing, inReview: true }])
  await refused.set([ready])
  expect([refused.shown, refused.badges, pageDone.value]).toEqual([[], [], 1])
  refused.end()
})
