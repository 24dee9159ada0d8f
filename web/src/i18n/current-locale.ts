import { ref } from 'vue'
import { initialLocale } from './languages.ts'

/** The language of the page. Only `loadLocale` changes it. */
export const locale = ref(initialLocale())
