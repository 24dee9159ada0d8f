/** The player's controls as a whole, with a video element that has no media. */
import type { PlayerOptions } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReadyVideo } from '../../../src/features/watch/model/video-state.ts'
import type { Playback } from '../../../src/features/watch/ui/playback.ts'
import { createSkin, type Skin } from '../../../src/features/watch/ui/skin/skin.ts'
import { texts } from '../../../src/i18n/locales/en/skin.ts'

const options: PlayerOptions = {
  start: 0,
  end: Infinity,
  autoplay: false,
  muted: false,
  loop: false,
  controls: true,
  nativeControls: false,
  resume: undefined,
  isolated: false,
}
const data = {
  status: 'ready',
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  fileId: '5285890784273530000',
  name: 'Harbor at dawn',
  description: '',
  sources: [{ src: 'https://media.example/a.mp4', type: 'video/mp4' }],
  poster: '',
  captions: [],
  duration: 221,
  width: 0,
  height: 0,
} as unknown as ReadyVideo

let host: HTMLElement
let video: HTMLVideoElement
let skin: Skin | undefined

beforeEach(() => {
  localStorage.clear()
  host = document.createElement('div')
  video = document.createElement('video')
  let currentTime = 0
  const tracks = Object.assign(new EventTarget(), { [Symbol.iterator]: [][Symbol.iterator] })
  const members = {
    duration: { value: 221 },
    textTracks: { value: tracks },
    buffered: { value: { length: 0 } },
    currentTime: {
      get: () => currentTime,
      set(time: number) {
        currentTime = time
        video.dispatchEvent(new Event('seeking'))
        video.dispatchEvent(new Event('seeked'))
      },
    },
  }
  for (const [name, property] of Object.entries(members))
    Object.defineProperty(video, name, { configurable: true, ...property })
  host.append(video)
  document.body.append(host)
})

afterEach(() => {
  skin?.remove()
  skin = undefined
  host.remove()
})

/** Shows the controls of a video with these members. */
function show(
  { members = {}, keepsRange = false, resumes = true, ...over } = {} as Record<string, unknown> & {
    members?: object
    keepsRange?: boolean
    resumes?: boolean
  },
) {
  Object.assign(video, members)
  const playback: Playback = {
    element: video,
    video: data,
    library: () => undefined,
    useLibrary: async () => undefined,
    end: () => undefined,
  }
  skin = createSkin(
    { host, options: { ...options, ...over }, texts, keepsRange, resumes, areFirst: true },
    playback,
  )
  skin.show(playback)
  const buttons = () => [...host.querySelectorAll<HTMLButtonElement>('button')]
  const visible = (name: string) =>
    buttons().find((button) => button.getAttribute('aria-label') === name && !button.hidden)
  const press = (key: string, target: Element = document.body) =>
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  const toast = () => host.querySelector('.skin-toast')?.textContent
  return { visible, press, toast }
}

/** Records every text of the live region. */
function recordAnnouncements() {
  const announced: string[] = []
  const region = host.querySelector('[aria-live]') as HTMLElement
  const observer = new MutationObserver(() => {
    if (region.textContent) announced.push(region.textContent)
  })
  observer.observe(region, { childList: true, characterData: true, subtree: true })
  return announced
}

describe('a link at the position', () => {
  it('is copied', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    const { visible, toast } = show()
    video.currentTime = 83.4
    visible('Copy link at 1:23')?.click()
    await vi.waitFor(() => expect(toast()).toBe('Link copied'))
    expect(writeText).toHaveBeenCalledWith(`${location.origin}/watch/${data.id}?t=83`)
    writeText.mockRestore()
  })

  it('is shown where the browser denies the clipboard', async () => {
    const denied = new DOMException('', 'NotAllowedError')
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(denied)
    Object.assign(document, { execCommand: () => false })
    const { visible, toast } = show()
    video.currentTime = 83
    visible('Copy link at 1:23')?.click()
    await vi.waitFor(() => expect(toast()).toMatch(/\/watch\/\w+\?t=83$/))
    writeText.mockRestore()
  })
})

describe('controls that only some browsers have', () => {
  it('are hidden in others', () => {
    const { visible } = show()
    for (const name of ['AirPlay', 'Play on another device', 'Full screen'])
      expect(visible(name), name).toBeUndefined()
  })

  it('play on another device', async () => {
    const webkitShowPlaybackTargetPicker = vi.fn()
    const { visible } = show({ members: { webkitShowPlaybackTargetPicker } })
    const event = new Event('webkitplaybacktargetavailabilitychanged')
    video.dispatchEvent(Object.assign(event, { availability: 'available' }))
    visible('AirPlay')?.click()
    expect(webkitShowPlaybackTargetPicker).toHaveBeenCalledOnce()
  })

  it('fill the screen of an iPhone with the video', () => {
    const webkitEnterFullscreen = vi.fn()
    const { visible } = show({ members: { webkitEnterFullscreen } })
    visible('Full screen')?.click()
    expect(webkitEnterFullscreen).toHaveBeenCalledOnce()
  })
})

describe('picture in picture', () => {
  it('is entered and left, also where the browser denies it', async () => {
    const set = (name: string, value: unknown) =>
      Object.defineProperty(document, name, { value, configurable: true })
    set('pictureInPictureEnabled', true)
    const exitPictureInPicture = vi.fn(async () => undefined)
    set('exitPictureInPicture', exitPictureInPicture)
    const requestPictureInPicture = vi.fn(() => Promise.reject(new DOMException()))
    const { visible } = show({ members: { requestPictureInPicture } })
    visible('Picture in picture')?.click()
    expect(requestPictureInPicture).toHaveBeenCalledOnce()
    set('pictureInPictureElement', video)
    visible('Picture in picture')?.click()
    expect(exitPictureInPicture).toHaveBeenCalledOnce()
    for (const name of ['Enabled', 'Element'])
      Reflect.deleteProperty(document, `pictureInPicture${name}`)
    Reflect.deleteProperty(document, 'exitPictureInPicture')
  })
})

describe('the position', () => {
  beforeEach(() => {
    localStorage.setItem('reelferry.positions', JSON.stringify([[data.fileId, 100]]))
  })

  it('continues where the viewer stopped, who can start over', () => {
    const { toast } = show()
    expect([video.currentTime, toast()]).toEqual([100, 'Resumed at 1:40Start over'])
    const startOver = [...host.querySelectorAll('button')].find(
      (button) => button.textContent === 'Start over',
    )
    startOver?.click()
    expect(video.currentTime).toBe(0)
  })

  it.each([
    ['on a page that does not continue', { resumes: false }],
    ['at the position of an address', { start: 5 }],
    ['in a part of a video', { end: 120 }],
  ])('does not change %s', (_, settings) => {
    show(settings)
    expect(video.currentTime).toBe(0)
  })

  it('is stored when the viewer leaves', () => {
    const { press } = show({ resumes: false })
    Object.defineProperty(video, 'paused', { configurable: true, value: false })
    video.dispatchEvent(new Event('play'))
    press('5')
    dispatchEvent(new Event('pagehide'))
    expect(localStorage.getItem('reelferry.positions')).toBe(`[["${data.fileId}",110]]`)
  })
})

describe('a range that the viewer cannot leave', () => {
  const range = { keepsRange: true, start: 20, end: 60 }

  it.each([
    ['Home', 40, 20],
    ['End', 40, 60],
    ['ArrowLeft', 22, 20],
    ['ArrowRight', 58, 60],
    ['j', 25, 20],
    ['l', 55, 60],
    ['0', 40, 20],
    ['5', 20, 40],
    ['9', 20, 56],
  ])('contains the target of %s', (key, from, to) => {
    const { press } = show(range)
    video.currentTime = from
    const position = host.querySelector('input[aria-label="Position"]') as HTMLInputElement
    press(key, position)
    expect(video.currentTime).toBe(to)
  })

  it('is the whole scrubber', () => {
    show(range)
    video.currentTime = 40
    const position = host.querySelector('input[aria-label="Position"]') as HTMLInputElement
    expect(Number(position.value)).toBeCloseTo(0.5, 5)
    position.value = '1'
    position.dispatchEvent(new Event('input'))
    expect(video.currentTime).toBe(60)
  })
})

describe('changes', () => {
  it('are announced once, and those of a focused control by the control alone', async () => {
    const { press, visible } = show()
    const announced = recordAnnouncements()
    press('m')
    press('>')
    press('ArrowRight')
    await vi.waitFor(() => expect(announced.at(-1)).toBe('0:05'))
    visible('Unmute')?.click()
    video.dispatchEvent(new Event('volumechange'))
    await new Promise((resolve) => setTimeout(resolve))
    expect(announced).toEqual(['0:05'])
  })

  it.each([
    ['Playing', 'k', {}],
    ['Paused', 'k', { paused: false }],
    ['Muted', 'm', {}],
    ['Volume: 100%', 'm', { muted: true }],
    ['Speed: 1.25×', '>', {}],
    ['1:50', '5', {}],
    ['0:10', 'l', {}],
    ['Captions: English', 'c', {}],
  ])('by a key are announced once: %s', async (text, key, members) => {
    const track = Object.assign(new EventTarget(), {
      ...{ kind: 'captions', language: 'en', label: 'English', mode: 'disabled', cues: [] },
    })
    Object.assign(video.textTracks, { [Symbol.iterator]: () => [track].values() })
    for (const [name, value] of Object.entries({ paused: true, ...members }))
      Object.defineProperty(video, name, { configurable: true, writable: true, value })
    video.play = async () => void Object.assign(video, { paused: false })
    video.pause = () => void Object.assign(video, { paused: true })
    const { press } = show()
    const announced = recordAnnouncements()
    press(key)
    for (const name of ['play', 'pause', 'volumechange', 'ratechange', 'timeupdate'])
      video.dispatchEvent(new Event(name))
    await vi.waitFor(() => expect(announced).toEqual([text]))
    await new Promise((resolve) => setTimeout(resolve))
    expect(announced).toEqual([text])
  })

  it('are remembered for the next video', () => {
    const { press } = show()
    press('>')
    press('m')
    const stored = JSON.parse(localStorage.getItem('reelferry.player') ?? '{}')
    expect(stored).toMatchObject({ rate: 1.25, muted: true })
  })
})

it('the sheet lists all keys, and the keys do nothing behind it', async () => {
  const { press } = show()
  press('?')
  await vi.waitFor(() => expect(host.querySelector('dialog')?.open).toBe(true))
  const dialog = host.querySelector('dialog') as HTMLDialogElement
  expect(dialog.querySelectorAll('dt')).toHaveLength(Object.keys(texts.keys).length - 1)
  press('m', dialog)
  expect(video.muted).toBe(false)
})

describe('fingers', () => {
  const tap = (x: number) => {
    const area = host.querySelector('.skin-area') as HTMLElement
    vi.spyOn(area, 'getBoundingClientRect').mockReturnValue({ left: 0, width: 300 } as DOMRect)
    const init = { pointerType: 'touch', clientX: x, bubbles: true }
    area.dispatchEvent(new PointerEvent('pointerdown', init))
    area.dispatchEvent(new PointerEvent('click', init))
  }

  it('skip with a double tap at a side, and further with each next tap', () => {
    show()
    video.currentTime = 100
    tap(20)
    expect(video.currentTime).toBe(100)
    tap(25)
    expect(video.currentTime).toBe(90)
    tap(25)
    expect(video.currentTime).toBe(80)
    tap(280)
    tap(280)
    expect(video.currentTime).toBe(90)
  })

  it('do not play or pause the video with a tap, but show and hide the controls', () => {
    show()
    Object.defineProperty(video, 'paused', { configurable: true, value: false })
    const pause = vi.spyOn(video, 'pause')
    tap(150)
    expect(host.querySelector('.skin')?.classList.contains('is-idle')).toBe(true)
    tap(150)
    expect(host.querySelector('.skin')?.classList.contains('is-idle')).toBe(false)
    expect(pause).not.toHaveBeenCalled()
  })
})
