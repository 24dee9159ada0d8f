import { onBeforeUnmount, watchEffect } from 'vue'
import { formatPercent } from '../../../i18n/index.ts'
import type { Job } from '../model/job.ts'
import { totalPercent } from '../model/progress.ts'

const name = 'Reelferry'

/** Shows in the tab how far all uploads together are, while some are under way. */
export function usePageTitle(jobs: () => readonly Job[]): void {
  watchEffect(() => {
    const percent = totalPercent(jobs())
    document.title = percent === undefined ? name : `${formatPercent(percent)} – ${name}`
  })
  onBeforeUnmount(() => {
    document.title = name
  })
}
