import type { PlayerOptions } from '@reelferry/contract'
import type { Locale } from '../../../i18n/languages.ts'
import { type Playback, showControls } from './playback.ts'
import type { Skin } from './skin/skin.ts'

/** Milliseconds after which the controls are loaded without a first frame, for example if nothing is preloaded. */
const maxDelayMs = 1000

/** Resolves when the first frame is there, because its bytes have priority. */
const firstFrame = (video: HTMLVideoElement): Promise<unknown> =>
  new Promise((resolve) => {
    if (video.readyState >= video.HAVE_CURRENT_DATA) return resolve(undefined)
    video.addEventListener('loadeddata', resolve, { once: true })
    // The `load` event of a page waits for the first frame of its videos.
    const wait = () => setTimeout(resolve, maxDelayMs)
    if (document.readyState === 'complete') wait()
    else addEventListener('load', wait, { once: true })
  })

/** The controls of a player, loaded after the first frame. The browser's controls remain if that fails. */
export function lazySkin(
  host: HTMLElement,
  options: PlayerOptions,
  keepsRange: boolean,
  locale: () => Locale,
) {
  let current: Playback | undefined
  let skin: Skin | undefined
  /** The element whose first controls were shown. */
  let known: HTMLVideoElement | undefined

  async function load(playback: Playback): Promise<void> {
    const { element } = playback
    try {
      await firstFrame(element)
      const [{ createSkin }, texts] = await Promise.all([
        import('./skin/skin.ts'),
        import('./skin/resources.ts').then((code) => code.loadResources(locale(), element)),
      ])
      if (current !== playback || skin) return
      const resumes = options.resume ?? !keepsRange
      const areFirst = known !== element
      known = element
      skin = createSkin({ host, options, texts, keepsRange, resumes, areFirst }, playback)
      skin.show(playback)
    } catch {
      if (current === playback) showControls(element)
    }
  }

  function remove(): void {
    skin?.remove()
    skin = undefined
  }

  return {
    /** Controls a playback, or removes the controls if there is none. */
    show(playback: Playback | undefined): void {
      current = playback
      if (!playback) remove()
      else if (skin) skin.show(playback)
      else void load(playback)
    },
    /** Shows the controls in the current language. */
    translate(): void {
      if (!skin || !current) return
      remove()
      void load(current)
    },
  }
}
