import { onScopeDispose, watch } from 'vue'
import { pageDone } from '../../../composables/page-title.ts'
import { type Notifications, notifications } from '../../../platform/notifications.ts'
import type { Job } from '../job/job.ts'
import { stageText } from './stage-text.ts'
import { tQueue } from '../../../i18n/chunks/queue.ts'

const finalStages: Job['stage'][] = ['ready', 'rejected', 'failed']

/** Reports jobs that end while the page is hidden: in the title, on the app's badge and by a system notification. */
export function useDoneNotifications(
  jobs: () => readonly Job[],
  system: Notifications = notifications,
): void {
  // The system decides whether it shows a badge or a notification. An error needs no handling.
  const ignore = () => undefined
  let jobsInProgress = new Set<string>()

  watch(
    () => jobs().map(({ jobId, stage }) => `${jobId} ${stage}`),
    () => {
      const done = jobs().filter(
        (job) => jobsInProgress.has(job.jobId) && finalStages.includes(job.stage),
      )
      jobsInProgress = new Set(
        jobs().flatMap(({ jobId, stage }) =>
          ['uploading', 'committing', 'processing'].includes(stage) ? [jobId] : [],
        ),
      )
      if (done.length === 0 || document.visibilityState === 'visible') return
      pageDone.value += done.length
      if (system.permission() !== 'granted') return
      system.badge(pageDone.value).catch(ignore)
      for (const job of done) {
        const text = tQueue('announceJob', { name: job.source.name, what: stageText(job) })
        system.show(text, job.jobId).catch(ignore)
      }
    },
    { immediate: true },
  )

  function clear() {
    if (document.visibilityState === 'hidden' || pageDone.value === 0) return
    pageDone.value = 0
    system.badge(0).catch(ignore)
  }
  document.addEventListener('visibilitychange', clear)
  onScopeDispose(() => document.removeEventListener('visibilitychange', clear))
}
