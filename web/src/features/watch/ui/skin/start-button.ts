import { Play, RotateCcw } from 'lucide'
import { button, icon } from '../elements.ts'
import type { SkinPart, SkinScope } from './part.ts'

/** The large button before the first play and after the end. The button of the bar gets its focus. */
export function createStartButton(
  { texts, video }: SkinScope,
  hasStarted: () => boolean,
  onClick: () => void,
): SkinPart {
  const root = button('skin-start', onClick)
  return {
    element: root,
    update() {
      const { paused, ended } = video()
      root.hidden = !(paused && (ended || !hasStarted()))
      if (root.hidden || root.dataset.ended === String(ended)) return
      root.dataset.ended = String(ended)
      root.setAttribute('aria-label', ended ? texts.replay : texts.play)
      root.replaceChildren(icon(ended ? RotateCcw : Play))
    },
  }
}
