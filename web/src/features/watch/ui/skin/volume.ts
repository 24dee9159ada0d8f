import { Volume2, VolumeX } from 'lucide'
import { element, icon } from '../elements.ts'
import { control, type SkinPart, type SkinScope } from './part.ts'

/** The mute button and the volume slider. Some systems control the volume themselves; the slider is then hidden. */
export function createVolume({ texts, video, prefer, signal }: SkinScope): SkinPart {
  const mute = control('', () => {
    const player = video()
    const isSilent = player.muted || player.volume === 0
    player.muted = !isSilent
    if (isSilent && player.volume === 0) player.volume = 0.5
    prefer({ muted: player.muted, volume: player.volume })
  })
  const slider = element('input', 'skin-slider')
  Object.assign(slider, { type: 'range', min: '0', max: '1', step: '0.05' })
  slider.setAttribute('aria-label', texts.volume)
  slider.addEventListener(
    'input',
    () => {
      const player = video()
      player.volume = Number(slider.value)
      player.muted = false
      prefer({ volume: player.volume, muted: false })
    },
    { signal },
  )
  const level = element('i', 'skin-played')
  const track = element('span', 'skin-track', level)
  const sliderBox = element('span', 'skin-volume-slider', track, slider)
  sliderBox.dir = 'ltr'
  const root = element('span', 'skin-volume', mute.element, sliderBox)
  let shown: unknown

  return {
    element: root,
    update() {
      const player = video()
      const volume = player.muted ? 0 : player.volume
      slider.value = String(volume)
      const percent = `${Math.round(volume * 100)}%`
      slider.setAttribute('aria-valuetext', percent)
      level.style.width = percent
      mute.setName(volume === 0 ? texts.unmute : texts.mute)
      const node = volume === 0 ? VolumeX : Volume2
      if (node !== shown) mute.element.replaceChildren(icon(node))
      shown = node
    },
  }
}
