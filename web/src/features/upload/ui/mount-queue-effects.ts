import { effectScope } from 'vue'
import type { useQueue } from '../queue/queue.ts'
import { useAnnouncements } from './announcements.ts'
import { useDoneNotices } from './done-notifications.ts'
import { useLeaveGuard } from '../../../composables/leave-guard.ts'
import { usePageTitle } from './progress-title.ts'
import { useWakeLock } from '../../../composables/wake-lock.ts'

/** What the whole window does for the queue, whichever page is shown in it. */
export function mountQueueEffects(queue: ReturnType<typeof useQueue>): void {
  effectScope(true).run(() => {
    useAnnouncements(() => queue.jobs)
    useLeaveGuard(() => queue.isBusy)
    useWakeLock(() => queue.isSending)
    usePageTitle(() => queue.jobs)
    useDoneNotices(() => queue.jobs)
  })
}
