import type { PlayerOptions } from '@reelferry/contract'
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import type { ReadyVideo, VideoState } from '../../../src/features/watch/model/video-state.ts'
import type { Locale } from '../../../src/i18n/languages.ts'
import { mountPlayer } from '../../../src/features/watch/ui/player.ts'
// Loaded before the fake timers start: the player imports it with the first notice.
import '../../../src/features/watch/ui/notice.ts'

const fileId = '5285890784273530000'
const ready = {
  status: 'ready',
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  fileId,
  name: 'clip',
  description: '',
  visibility: 'public',
  publishedAt: 0,
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
  end: Infinity,
  autoplay: false,
  muted: false,
  loop: false,
  controls: true,
  nativeControls: false,
  resume: undefined,
  isolated: false,
}

/** Answers of the edge, in order; the last one is repeated. `undefined` is a failed request. */
let answers: (object | undefined)[]
let requests: number
let lastAddress: URL
let language: Locale
let host: HTMLElement
let stop: (() => void) | undefined
let play: MockInstance<HTMLMediaElement['play']>

beforeEach(() => {
  vi.useFakeTimers()
  play = vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue()
  requests = 0
  language = 'en'
  vi.stubGlobal('fetch', async (address: string) => {
    lastAddress = new URL(address, 'https://studio.example')
    const answer = answers[Math.min(requests++, answers.length - 1)]
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

/** Mounts a player, and records the callbacks. */
async function mounted(over: Partial<PlayerOptions> = {}, ...responses: (object | undefined)[]) {
  answers = responses.length > 0 ? responses : [ready]
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
      keepsRange: false,
    },
  )
  stop = player.stop
  await settle()
  return { player, states, elements }
}

/** Waits for dynamic imports. */
async function settle() {
  await vi.dynamicImportSettled()
  await vi.advanceTimersByTimeAsync(0)
}

const video = () => host.querySelector('video') as HTMLVideoElement
const fail = () => video().dispatchEvent(new Event('error'))

describe('a source that fails', () => {
  it('is replaced in the same element, which is reported once', async () => {
    const { elements } = await mounted()
    fail()
    expect([video().src, elements.length]).toEqual(['https://media.example/b.mp4', 1])
    expect(elements[0]).toBe(video())
  })

  it('does not mute the next source, although the browser aborted the start', async () => {
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

describe('URLs that expire', () => {
  const expiring = { ...ready, expiresIn: 600 }

  it('are renewed on time, although a source failed meanwhile', async () => {
    await mounted({}, expiring)
    await vi.advanceTimersByTimeAsync(400_000)
    fail()
    expect([video().src, requests]).toEqual(['https://media.example/b.mp4', 1])
    await vi.advanceTimersByTimeAsync(199_000)
    expect(requests).toBe(2)
  })

  it('are renewed for the file that plays', async () => {
    await mounted({}, expiring)
    await vi.advanceTimersByTimeAsync(599_000)
    expect([requests, lastAddress.searchParams.get('fileId')]).toEqual([2, fileId])
  })

  it('are fetched for the file that played; a retry by the viewer gets the current one', async () => {
    await mounted({}, expiring)
    const failAll = async () => {
      expiring.sources.forEach(fail)
      await settle()
    }
    await failAll()
    expect([requests, lastAddress.searchParams.get('fileId')]).toEqual([2, fileId])
    await failAll()
    host.querySelector('button')?.click()
    await settle()
    expect([requests, lastAddress.searchParams.get('fileId')]).toEqual([3, ''])
  })

  it('are fetched once more before the video counts as unplayable', async () => {
    await mounted({}, expiring)
    fail()
    fail()
    await settle()
    expect([requests, video().src]).toEqual([2, 'https://media.example/a.mp4'])
    fail()
    fail()
    await settle()
    expect(requests).toBe(2)
    expect(host.textContent).toContain('This video can’t be played')
  })

  it('are not fetched again if they do not expire', async () => {
    await mounted()
    fail()
    fail()
    await settle()
    expect([requests, video()]).toEqual([1, null])
  })
})

describe('new URLs in full screen, where the element cannot be replaced', () => {
  it('keep the playback rate and the chosen captions', async () => {
    const captions = [{ src: 'https://media.example/en.vtt', language: 'en', label: 'English' }]
    await mounted({}, { ...ready, captions, expiresIn: 600 })
    // Like browsers. happy-dom has no text tracks, and does not reset the rate when it loads.
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
    expect([requests, video().querySelector('track') === old]).toEqual([2, false])
    expect([video().playbackRate, renewed[0]?.mode]).toEqual([1.5, 'showing'])
  })
})

describe('a page that the Worker sent while its video was processed', () => {
  it('plays the first source, although browsers report no source for a new element', async () => {
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

describe('an unreachable edge', () => {
  const processing = { status: 'processing', fileId, retryAfter: 2 }

  it('does not replace the notice that the video is processed', async () => {
    const { states } = await mounted({}, processing, undefined, undefined, ready)
    expect(host.textContent).toContain('Processing')
    for (const ms of [2000, 1000]) {
      await vi.advanceTimersByTimeAsync(ms)
      await settle()
      expect(host.textContent).toContain('Processing')
    }
    await vi.advanceTimersByTimeAsync(2000)
    expect(states).toEqual(['processing', 'ready'])
    expect(play).toHaveBeenCalledTimes(1)
  })

  it('is requested again with growing delays, and when the viewer retries', async () => {
    await mounted({}, undefined)
    expect(host.textContent).toContain('Can’t load this video')
    for (const [ms, count] of [
      [1000, 2],
      [2000, 3],
      [3999, 3],
      [1, 4],
    ] as const) {
      await vi.advanceTimersByTimeAsync(ms)
      expect(requests).toBe(count)
    }
    answers = [ready]
    host.querySelector('button')?.click()
    await settle()
    expect([requests, video()?.src]).toEqual([5, 'https://media.example/a.mp4'])
    await vi.advanceTimersByTimeAsync(600_000)
    expect(requests).toBe(5)
  })
})

describe('notice', () => {
  const notice = () => host.querySelector('[role=status]')

  it('is inserted into an existing live region, which stays for the next notice', async () => {
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
    expect(region?.textContent).toContain('Processing')
    expect(region?.closest('[aria-busy=true]')).toBeNull()
    await vi.advanceTimersByTimeAsync(2000)
    await settle()
    expect(notice()).toBe(region)
    expect(region?.textContent).toContain('We couldn’t process this video')
    expect(empty).toEqual([true])
    watch.disconnect()
  })

  it('changes its language', async () => {
    const { player } = await mounted({}, { status: 'failed', fileId })
    language = 'zh-CN'
    player.translate()
    await settle()
    expect(host.textContent).toContain('视频处理失败')
  })

  it('keeps the focus: on the button after a retry that failed, then on the video', async () => {
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

  it('receives the focus of a video that cannot be played', async () => {
    await mounted()
    video().focus()
    fail()
    fail()
    await settle()
    expect(document.activeElement).toBe(host.querySelector('button'))
  })
})

describe('a viewer who waits for an upload', () => {
  const uploading = { status: 'processing', stage: 'uploading', retryAfter: 5 }
  const title = () => host.querySelector('h1')?.textContent
  const text = () => host.querySelector('p')?.textContent

  it('sees how far it is, where that is known', async () => {
    await mounted(
      {},
      { ...uploading, progress: { percent: 40, secondsLeft: 190 } },
      { ...uploading, progress: { percent: 99, secondsLeft: 5 } },
      uploading,
    )
    expect([title(), text()]).toEqual([
      'Uploading, 40%',
      'About 3 min left. This video will start automatically.',
    ])
    await vi.advanceTimersByTimeAsync(5000)
    await settle()
    expect([title(), text()]).toEqual([
      'Uploading, 99%',
      'Less than a minute left. This video will start automatically.',
    ])
    await vi.advanceTimersByTimeAsync(5000)
    await settle()
    expect([title(), text()]).toEqual(['Uploading', 'This video will start automatically.'])
  })

  it('sees no time that is unknown', async () => {
    await mounted({}, { ...uploading, progress: { percent: 7 } })
    expect([title(), text()]).toEqual(['Uploading, 7%', 'This video will start automatically.'])
  })
})
