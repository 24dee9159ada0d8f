import { formatClock } from '../../../../i18n/clock.ts'
import { chapterAt, fractionAt, timeAt } from '../../model/timeline.ts'
import { element } from '../elements.ts'
import { fill, type SkinPart, type SkinScope } from './part.ts'

const percent = (fraction: number) => `${(fraction * 100).toFixed(3)}%`

/**
 * The scrubber: the position as a slider, the buffered parts, the chapters as gaps, and for a pointer the time, the
 * chapter and a preview picture. It runs from left to right in every language, like the video's time.
 */
export function createScrubber(scope: SkinScope): SkinPart {
  const { texts, video, bounds, chapters, seek, signal } = scope
  const slider = element('input', 'skin-slider')
  Object.assign(slider, { type: 'range', min: '0', max: '1', step: 'any' })
  slider.setAttribute('aria-label', texts.position)
  const played = element('i', 'skin-played')
  const buffered = element('span', 'skin-buffered')
  const gaps = element('span', 'skin-gaps')
  const track = element('span', 'skin-track', buffered, played, gaps)
  const picture = element('span', 'skin-preview')
  const title = element('b', '')
  const clock = element('span', 'num')
  const peek = element('span', 'skin-peek', picture, title, clock)
  peek.setAttribute('aria-hidden', 'true')
  peek.hidden = true
  const root = element('div', 'skin-scrubber', track, slider, peek)
  root.dir = 'ltr'
  let shownGaps = ''
  /** The position that the viewer drags to, while the video is still on the way. */
  let wanted: number | undefined

  function showPeek(fraction: number): void {
    const time = timeAt(fraction, bounds())
    const width = root.clientWidth
    peek.hidden = false
    title.textContent = chapterAt(chapters(), time)?.title ?? ''
    clock.textContent = formatClock(Math.floor(time))
    void showPicture(time)
    const half = peek.offsetWidth / 2
    const left = Math.min(Math.max(fraction * width, half), Math.max(half, width - half))
    peek.style.insetInlineStart = `${left}px`
  }

  /** Shows a preview picture. Its code is loaded only for a video that has some. */
  async function showPicture(time: number): Promise<void> {
    const data = scope.data()
    picture.hidden = true
    if (!data.previews) return
    const code = await import('./preview.ts').catch(() => undefined)
    code?.showPreview(picture, data, time)
  }

  const placeOf = ({ clientX }: MouseEvent) => {
    const { left, width } = root.getBoundingClientRect()
    return width > 0 ? Math.min(Math.max((clientX - left) / width, 0), 1) : 0
  }
  root.addEventListener('pointermove', (event) => showPeek(placeOf(event)), { signal })
  for (const name of ['pointerleave', 'pointercancel'])
    root.addEventListener(name, () => (peek.hidden = true), { signal })
  slider.addEventListener(
    'input',
    () => {
      wanted = timeAt(Number(slider.value), bounds())
      seek(wanted)
      update()
    },
    { signal },
  )
  slider.addEventListener(
    'change',
    () => {
      wanted = undefined
      if (!root.matches(':hover')) peek.hidden = true
    },
    { signal },
  )

  function showBuffered(): void {
    const ranges = video().buffered
    const parts = Array.from({ length: ranges.length }, (_, index) => {
      const part = buffered.children[index] ?? element('i', '')
      const from = fractionAt(ranges.start(index), bounds())
      const to = fractionAt(ranges.end(index), bounds())
      if (part instanceof HTMLElement)
        Object.assign(part.style, { left: percent(from), width: percent(to - from) })
      return part
    })
    if (parts.length !== buffered.children.length) buffered.replaceChildren(...parts)
  }

  function showGaps(): void {
    const starts = chapters().filter(({ start }) => start > bounds().start && start < bounds().end)
    const places = starts.map(({ start }) => percent(fractionAt(start, bounds())))
    if (shownGaps === places.join()) return
    shownGaps = places.join()
    gaps.replaceChildren(
      ...places.map((place) => {
        const gap = element('i', '')
        gap.style.left = place
        return gap
      }),
    )
  }

  function update(): void {
    const { currentTime, duration } = video()
    const time = wanted ?? currentTime
    const fraction = fractionAt(time, bounds())
    slider.value = String(fraction)
    played.style.width = percent(fraction)
    const chapter = chapterAt(chapters(), time)?.title
    const values = {
      time: formatClock(Math.floor(time)),
      duration: formatClock(Number.isFinite(duration) ? Math.floor(duration) : 0),
    }
    const text = [fill(texts.timeOf, values), ...(chapter ? [chapter] : [])].join(', ')
    slider.setAttribute('aria-valuetext', text)
    showBuffered()
    showGaps()
  }

  return { element: root, update }
}
