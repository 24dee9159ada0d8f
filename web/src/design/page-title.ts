import { ref, watchEffect } from 'vue'

/** What the page is about; `''` for the studio itself. */
export const pageName = ref('')

/** What is under way, in few characters; `''` while nothing is. */
export const pageNews = ref('')

watchEffect(() => {
  document.title = [pageNews.value, pageName.value, 'Reelferry'].filter(Boolean).join(' – ')
})
