import { ref, watch } from 'vue'
import { applyTheme, changeTheme, storedTheme } from './stored-theme.ts'

/** The color scheme of all pages on this device. Setting it stores it and changes the page. */
export const theme = ref(storedTheme())

applyTheme(theme.value)
watch(theme, changeTheme)
