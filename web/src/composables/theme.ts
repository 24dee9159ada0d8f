import { ref, watch } from 'vue'

/** A color scheme; `system` follows the setting of the device. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'reelferry.theme'

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey)
    return themes.find((known) => known === stored) ?? 'system'
  } catch {
    // Some browsers deny storage to a page in a frame.
    return 'system'
  }
}

/** The color scheme of all pages on this device. Setting it stores it and changes the page. */
export const theme = ref<Theme>(storedTheme())

function apply(chosen: Theme): void {
  if (chosen === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
}

apply(theme.value)
watch(theme, (chosen) => {
  apply(chosen)
  try {
    if (chosen === 'system') localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, chosen)
  } catch {
    // The choice applies to this visit only.
  }
})
