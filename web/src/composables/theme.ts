import { ref, watch } from 'vue'
import { changeTheme, storedTheme } from './stored-theme.ts'

/** The color scheme of all pages on this device. Setting it stores it and changes the page. */
export const theme = ref(storedTheme())

watch(theme, changeTheme)
