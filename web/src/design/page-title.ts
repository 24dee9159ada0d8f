import { computed, ref } from 'vue'

/** What the page is about; `''` for the studio itself. */
export const pageName = ref('')

/** What is under way, in few characters; `''` while nothing is. */
export const pageNews = ref('')

/** What the tab is called. */
export const pageTitle = computed(() =>
  [pageNews.value, pageName.value, 'Reelferry'].filter(Boolean).join(' – '),
)
