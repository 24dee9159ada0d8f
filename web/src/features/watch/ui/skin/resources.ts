import type { Locale } from '../../../../i18n/languages.ts'
import { loadSkinTexts, type SkinTexts } from '../../../../i18n/chunks/skin.ts'
import skin from './skin.css?url'

/** Loads the styles of the controls. Rejects if they cannot be loaded, because the controls are unusable without them. */
const loadStyles = (): Promise<unknown> =>
  document.querySelector('link[data-skin]')
    ? Promise.resolve()
    : new Promise((resolve, reject) => {
        const link = document.createElement('link')
        Object.assign(link, { rel: 'stylesheet', href: skin, onload: resolve })
        link.onerror = () => {
          link.remove()
          reject(new Error('The styles of the controls could not be loaded.'))
        }
        link.dataset.skin = ''
        document.head.append(link)
      })

/** Loads the styles of the controls, and their texts in one language. Rejects if one of them cannot be loaded. */
export async function loadResources(locale: Locale): Promise<SkinTexts> {
  const [texts] = await Promise.all([loadSkinTexts(locale), loadStyles()])
  return texts
}
