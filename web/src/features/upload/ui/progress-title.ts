import { watchEffect } from 'vue'
import { pageNews } from '../../../composables/page-title.ts'
import { formatPercent } from '../../../i18n/index.ts'
import type { Job } from '../job/job.ts'
import { totalPercent } from '../job/progress.ts'

/** Shows in the tab how far all uploads together are, while some are under way. */
export function usePageTitle(jobs: () => readonly Job[]): void {
  watchEffect(() => {
    const percent = totalPercent(jobs())
    pageNews.value = percent === undefined ? '' : formatPercent(percent)
  })
}
