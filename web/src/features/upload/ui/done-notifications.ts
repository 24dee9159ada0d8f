import { onScopeDispose, watch } from 'vue'
import { pageDone } from '../../../composables/page-title.ts'
import { type Notifications, notifications } from '../../../platform/notifications.ts'
import type { Job } from '../job/job.ts'
import { stageText } from './stage-text.ts'
import { tQueue } from '../../../i18n/chunks/queue.ts'

const ends: Job['stage'][] = ['ready', 'rejected', 'failed']

/** Tells of what has come to its end while nobody looked: in the tab, on the icon, and by a notification. */
export function useDoneNotices(
  jobs: () => readonly Job[],
  to: Notifications = notifications,
): void {
  // Whether a badge or a notification can be shown is the system's affair.
  const ignore = () => undefined
  let underWay = new Set<string>()

  watch(
    () => jobs().map(({ jobId, stage }) => `${jobId} ${stage}`),
    () => {
      const done = jobs().filter((job) => underWay.has(job.jobId) && ends.includes(job.stage))
      underWay = new Set(
        jobs().flatMap(({ jobId, stage }) =>
          ['uploading', 'committing', 'processing'].includes(stage) ? [jobId] : [],
        ),
      )
      if (done.length === 0 || document.visibilityState === 'visible') return
      pageDone.value += done.length
      if (to.permission() !== 'granted') return
      to.badge(pageDone.value).catch(ignore)
      for (const job of done) {
        const text = tQueue('announceJob', { name: job.source.name, what: stageText(job) })
        to.show(text, job.jobId).catch(ignore)
      }
    },
    { immediate: true },
  )

  function clear() {
    if (document.visibilityState === 'hidden' || pageDone.value === 0) return
    pageDone.value = 0
    to.badge(0).catch(ignore)
  }
  document.addEventListener('visibilitychange', clear)
  onScopeDispose(() => document.removeEventListener('visibilitychange', clear))
}
