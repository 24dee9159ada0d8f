import { applyAccent } from '../api/page-settings.ts'
import { applyTheme, storedTheme } from './stored-theme.ts'

/**
 * Applies the operator's accent colour and the color scheme that was chosen on an earlier visit. Each page calls it at
 * its start: its script blocks the first paint (`first-paint.ts` of the build), so nothing is shown in another look.
 */
export function applyLook(): void {
  applyAccent()
  applyTheme(storedTheme())
}
