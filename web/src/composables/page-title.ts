import { computed, ref } from 'vue'
import { pageSettings } from '../api/page-settings.ts'

/** The name of the page; `''` for the studio itself. */
export const pageName = ref('')

/** A short text about the running work, for example a percentage; `''` while nothing is running. */
export const pageProgress = ref('')

/** Number of items that were completed while the page was hidden. */
export const pageDone = ref(0)

/** The title of the browser tab. */
export const pageTitle = computed(() => {
  const done = pageDone.value > 0 ? `✓ ${pageDone.value}` : ''
  return [done, pageProgress.value, pageName.value, pageSettings.studio.name]
    .filter(Boolean)
    .join(' – ')
})
