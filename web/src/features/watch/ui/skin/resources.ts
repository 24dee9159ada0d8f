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

/** Resolves when the browser does not show the video alone, without the elements around it. */
async function inPage(video: HTMLVideoElement): Promise<void> {
  while (document.fullscreenElement === video)
    await new Promise((resolve) =>
      document.addEventListener('fullscreenchange', resolve, { once: true }),
    )
}

/**
 * Loads the styles of the controls, and their texts in one language. Resolves when the page can show them, and rejects if
 * one of them cannot be loaded.
 */
export async function loadResources(locale: Locale, video: HTMLVideoElement): Promise<SkinTexts> {
  const [texts] = await Promise.all([loadSkinTexts(locale), loadStyles(), inPage(video)])
  return texts
}
