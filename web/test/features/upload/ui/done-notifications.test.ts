import type { FileId, UploadId } from '@reelferry/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { pageDone, pageTitle } from '../../../../src/composables/page-title.ts'
import type { Job } from '../../../../src/features/upload/job/job.ts'
import { useDoneNotifications } from '../../../../src/features/upload/ui/done-notifications.ts'
import { loadQueueTexts } from '../../../../src/i18n/chunks/queue.ts'
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
const setVisibility = (next: DocumentVisibilityState) => {
  visibility = next
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(async () => {
  await loadLocale('en')
  await loadQueueTexts()
  visibility = 'hidden'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
})
afterEach(() => setVisibility('visible'))

function withNotifications(permission: NotificationPermission) {
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

it('reports each job that ends while the page is hidden once, and clears the badge when it is shown', async () => {
  const { shown, badges, set, end } = withNotifications('granted')
  await set([
    { ...processing, inReview: true },
    { ...processing, jobId: 'b' },
  ])
  await set([ready, { ...processing, jobId: 'b' }])
  await set([ready, { ...ready, jobId: 'b' }])
  expect(shown).toEqual(['a.mp4: Published', 'a.mp4: Published'])
  expect([badges, pageDone.value]).toEqual([[1, 2], 2])
  expect(pageTitle.value).toBe('✓ 2 – Reelferry')
  setVisibility('visible')
  expect([badges.at(-1), pageDone.value]).toEqual([0, 0])
  end()
})

it('reports nothing on a visible page, and no notification without permission', async () => {
  visibility = 'visible'
  const visible = withNotifications('granted')
  await visible.set([{ ...processing, inReview: true }])
  await visible.set([ready])
  expect([visible.shown, visible.badges]).toEqual([[], []])
  visible.end()
  visibility = 'hidden'
  const denied = withNotifications('denied')
  await denied.set([{ ...processing, inReview: true }])
  await denied.set([ready])
  expect([denied.shown, denied.badges, pageDone.value]).toEqual([[], [], 1])
  denied.end()
})
