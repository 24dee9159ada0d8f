import { watchEffect } from 'vue'
import { pageProgress } from '../../../composables/page-title.ts'
import { formatPercent } from '../../../i18n/percent.ts'
import type { Job } from '../job/job.ts'
import { totalPercent } from '../job/bulk-summary.ts'

/** Shows the total progress in the page title while uploads are in progress. */
export function usePageTitle(jobs: () => readonly Job[]): void {
  watchEffect(() => {
    const percent = totalPercent(jobs())
    pageProgress.value = percent === undefined ? '' : formatPercent(percent)
  })
}
