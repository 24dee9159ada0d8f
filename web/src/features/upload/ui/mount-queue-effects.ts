import { effectScope } from 'vue'
import type { useQueue } from '../queue/queue.ts'
import { useAnnouncements } from './announcements.ts'
import { useDoneNotifications } from './done-notifications.ts'
import { useLeaveGuard } from '../../../composables/use-leave-guard.ts'
import { usePageTitle } from './progress-title.ts'
import { useWakeLock } from '../../../composables/use-wake-lock.ts'

/** Mounts the effects of the queue on the window. They stay active on every page. */
export function mountQueueEffects(queue: ReturnType<typeof useQueue>): void {
  effectScope(true).run(() => {
    useAnnouncements(() => queue.jobs)
    useLeaveGuard(() => queue.isBusy)
    useWakeLock(() => queue.isSending)
    usePageTitle(() => queue.jobs)
    useDoneNotifications(() => queue.jobs)
  })
}
