import type { PlayerOptions } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import type { ReadyVideo, VideoState } from '../../../src/features/watch/model/video-state.ts'
import type { Locale } from '../../../src/i18n/languages.ts'
import { mountPlayer } from '../../../src/features/watch/ui/player.ts'

const fileId = '5285890784273530000'
const ready = {
  status: 'ready',
  fileId,
  name: 'clip',
  description: '',
  visibility: 'public',
  sources: [
    { src: 'https://media.example/a.mp4', type: 'video/mp4' },
    { src: 'https://media.example/b.mp4', type: 'video/mp4' },
  ],
  poster: '',
  captions: [],
  duration: 3,
  width: 0,
  height: 0,
} as unknown as ReadyVideo

const options: PlayerOptions = {
  start: 0,
  autoplay: false,
  muted: false,
  loop: false,
  controls: true,
}

/** What the edge answers to one question after the other, the last one for ever; `undefined`: nothing. */
let answers: (object | undefined)[]
let asked: number
let language: Locale
let host: HTMLElement
let stop: (() => void) | undefined
let play: MockInstance<HTMLMediaElement['play']>

beforeEach(() => {
  vi.useFakeTimers()
  play = vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue()
  asked = 0
  language = 'en'
  vi.stubGlobal('fetch', async () => {
    const answer = answers[Math.min(asked++, answers.length - 1)]
    if (!answer) throw new TypeError('network connection lost')
    return Response.json(answer)
  })
  host = document.createElement('div')
  document.body.append(host)
})

afterEach(() => {
  stop?.()
  host.remove()
  play.mockRestore()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A player whose video the edge tells, and what the page around it hears. */
async function mounted(over: Partial<PlayerOptions> = {}, ...told: (object | undefined)[]) {
  answers = told.length > 0 ? told : [ready]
  const states: VideoState['status'][] = []
  const elements: HTMLVideoElement[] = []
  const player = mountPlayer(
    host,
    fileId,
    { ...options, ...over },
    {
      locale: () => language,
      state: ({ status }) => states.push(status),
      element: (video) => elements.push(video),
    },
  )
  stop = player.stop
  await settle()
  return { player, states, elements }
}

/** Lets what is loaded lazily arrive. */
async function settle() {
  await vi.dynamicImportSettled()
  await vi.advanceTimersByTimeAsync(0)
}

const video = () => host.querySelector('video') as HTMLVideoElement
const fail = () => video().dispatchEvent(new Event('error'))

describe('a source that fails', () => {
  it('is replaced in the element there is, of which the page around hears once', async () => {
    const { elements } = await mounted()
    fail()
    expect([video().src, elements.length]).toEqual(['https://media.example/b.mp4', 1])
    expect(elements[0]).toBe(video())
  })

  it('takes no sound from the next, though the browser ended its beginning', async () => {
    const plays: ((name: string) => void)[] = []
    play.mockImplementation(
      () => new Promise((_, reject) => plays.push((name) => reject(new DOMException('', name)))),
    )
    await mounted({ autoplay: true })
    fail()
    plays[0]?.('AbortError')
    await settle()
    expect([video().muted, video().src]).toEqual([false, 'https://media.example/b.mp4'])
    plays[1]?.('NotAllowedError')
    await settle()
    expect([video().muted, plays.length]).toEqual([true, 3])
  })
})

describe('addresses that lapse', () => {
  const lapsing = { ...ready, expiresIn: 600 }

  it('are renewed by their own age, whatever failed meanwhile', async () => {
    await mounted({}, lapsing)
    await vi.advanceTimersByTimeAsync(400_000)
    fail()
    expect([video().src, asked]).toEqual(['https://media.example/b.mp4', 1])
    await vi.advanceTimersByTimeAsync(199_000)
    expect(asked).toBe(2)
  })

  it('are asked for once more before a video is said not to play', async () => {
    await mounted({}, lapsing)
    fail()
    fail()
    await settle()
    expect([asked, video().src]).toEqual([2, 'https://media.example/a.mp4'])
    fail()
    fail()
    await settle()
    expect(asked).toBe(2)
    expect(host.textContent).toContain('This video does not play here')
  })

  it('are not asked for where they do not lapse', async () => {
    await mounted()
    fail()
    fail()
    await settle()
    expect([asked, video()]).toEqual([1, null])
  })
})

describe('new addresses in full screen, where no element can take over', () => {
  it('keep the rate and the captions that were chosen', async () => {
    const captions = [{ src: 'https://media.example/en.vtt', language: 'en', label: 'English' }]
    await mounted({}, { ...ready, captions, expiresIn: 600 })
    // As browsers have it; happy-dom has neither tracks nor rates that loading takes back.
    vi.spyOn(video(), 'load').mockImplementation(() => {
      video().playbackRate = video().defaultPlaybackRate
    })
    const tracks = vi.spyOn(video(), 'textTracks', 'get')
    const shown = [{ mode: 'showing' }] as unknown as TextTrackList
    const renewed = [{ mode: 'disabled' }] as unknown as TextTrackList
    tracks.mockImplementation(() => (video().querySelector('track') === old ? shown : renewed))
    const old = video().querySelector('track')
    video().playbackRate = 1.5
    Object.defineProperty(document, 'fullscreenElement', { configurable: true, value: video() })
    await vi.advanceTimersByTimeAsync(451_000)
    await settle()
    Reflect.deleteProperty(document, 'fullscreenElement')
    expect([asked, video().querySelector('track') === old]).toEqual([2, false])
    expect([video().playbackRate, renewed[0]?.mode]).toEqual([1.5, 'showing'])
  })
})

describe('a page that the Worker sent while its video was processed', () => {
  it('plays the first source of the video, though browsers first report no source for each new one', async () => {
    const processing = { status: 'processing', fileId, retryAfter: 2 }
    host.dataset.video = JSON.stringify(processing)
    const networkState = vi.spyOn(HTMLMediaElement.prototype, 'networkState', 'get')
    networkState.mockReturnValue(HTMLMediaElement.NETWORK_NO_SOURCE)
    await mounted()
    await vi.advanceTimersByTimeAsync(2000)
    await settle()
    networkState.mockRestore()
    expect(video().src).toBe('https://media.example/a.mp4')
  })
})

describe('an edge that cannot be reached', () => {
  const processing = { status: 'processing', fileId, retryAfter: 2 }

  it('does not end the waiting for a video that is being prepared', async () => {
    const { states } = await mounted({}, processing, undefined, undefined, ready)
    expect(host.textContent).toContain('This video is being prepared')
    for (const ms of [2000, 1000]) {
      await vi.advanceTimersByTimeAsync(ms)
      await settle()
      expect(host.textContent).toContain('This video is being prepared')
    }
    await vi.advanceTimersByTimeAsync(2000)
    expect(states).toEqual(['processing', 'ready'])
    expect(play).toHaveBeenCalledTimes(1)
  })

  it('is asked again by itself, ever more seldom, and whenever the viewer wants it', async () => {
    await mounted({}, undefined)
    expect(host.textContent).toContain('The video cannot be loaded right now')
    for (const [ms, count] of [
      [1000, 2],
      [2000, 3],
      [3999, 3],
      [1, 4],
    ] as const) {
      await vi.advanceTimersByTimeAsync(ms)
      expect(asked).toBe(count)
    }
    answers = [ready]
    host.querySelector('button')?.click()
    await settle()
    expect([asked, video()?.src]).toEqual([5, 'https://media.example/a.mp4'])
    await vi.advanceTimersByTimeAsync(600_000)
    expect(asked).toBe(5)
  })
})

describe('what is said where nothing plays', () => {
  const notice = () => host.querySelector('[role=status]')

  it('is read out: it comes into a live region that is there, and stays for the next', async () => {
    const empty: boolean[] = []
    const watch = new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes)
          if (node instanceof HTMLElement && node.matches('[role=status]'))
            empty.push(!node.hasChildNodes())
    })
    watch.observe(host, { childList: true })
    await mounted({}, { status: 'processing', fileId, retryAfter: 2 }, { status: 'failed', fileId })
    const region = notice()
    expect(region?.textContent).toContain('This video is being prepared')
    expect(region?.closest('[aria-busy=true]')).toBeNull()
    await vi.advanceTimersByTimeAsync(2000)
    await settle()
    expect(notice()).toBe(region)
    expect(region?.textContent).toContain('This video could not be prepared')
    expect(empty).toEqual([true])
    watch.disconnect()
  })

  it('is said in another language as soon as there is one', async () => {
    const { player } = await mounted({}, { status: 'failed', fileId })
    language = 'zh-CN'
    player.translate()
    await settle()
    expect(host.textContent).toContain('该视频处理失败')
  })

  it('keeps the focus: on the button that is tried in vain, then on what plays', async () => {
    await mounted({}, undefined)
    const button = () => host.querySelector('button')
    button()?.focus()
    button()?.click()
    await settle()
    expect(document.activeElement).toBe(button())
    answers = [ready]
    button()?.click()
    await settle()
    expect(document.activeElement).toBe(video())
  })

  it('takes the focus over from a video that cannot be played', async () => {
    await mounted()
    video().focus()
    fail()
    fail()
    await settle()
    expect(document.activeElement).toBe(host.querySelector('button'))
  })
})
