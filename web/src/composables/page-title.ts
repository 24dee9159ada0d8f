import { computed, ref } from 'vue'

/** What the page is about; `''` for the studio itself. */
export const pageName = ref('')

/** What is under way, in few characters; `''` while nothing is. */
export const pageNews = ref('')

/** How much has come to its end while nobody looked. */
export const pageDone = ref(0)

/** What the tab is called. */
export const pageTitle = computed(() => {
  const done = pageDone.value > 0 ? `✓ ${pageDone.value}` : ''
  return [done, pageNews.value, pageName.value, 'Reelferry'].filter(Boolean).join(' – ')
})
