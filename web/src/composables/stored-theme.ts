/** A color scheme; `system` follows the setting of the device. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'reelferry.theme'

/** The color scheme that was chosen on an earlier visit. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey)
    return themes.find((known) => known === stored) ?? 'system'
  } catch {
    // Some browsers deny storage to a page in a frame.
    return 'system'
  }
}

/** Shows the page in a color scheme. */
export function applyTheme(chosen: Theme): void {
  if (chosen === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = chosen
}

/** Shows the page in a color scheme, and stores it for the next visit. */
export function changeTheme(chosen: Theme): void {
  applyTheme(chosen)
  try {
    if (chosen === 'system') localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, chosen)
  } catch {
    // The choice applies to this visit only.
  }
}
