import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

interface HappyDom {
  happyDOM: { settings: { enableIframePageLoading: boolean; fetch: { interceptor: object } } }
}

beforeAll(async () => {
  // Frames load an empty page.
  const beforeAsyncRequest = async () => new Response('')
  const { settings } = (window as unknown as HappyDom).happyDOM
  settings.enableIframePageLoading = true
  settings.fetch.interceptor = { beforeAsyncRequest }
  await import('../../src/embed/player-element.ts')
})

const create = () => document.createElement('reelferry-player')
const frame = (element: HTMLElement) => element.querySelector('iframe')
/** Waits for the end of the task in which a page sets attributes. */
const settled = () => Promise.resolve()

describe('<reelferry-player>', () => {
  it('reads attributes in any order, set before or after it is in the page', async () => {
    const element = create()
    element.setAttribute('video-id', '42')
    element.setAttribute('muted', '')
    document.body.append(element)
    element.setAttribute('t', '90')
    element.title = 'A reel'
    element.setAttribute('ratio', '4/3')
    await settled()
    expect(frame(element)?.getAttribute('src')).toMatch(/\/embed\/42\?t=90&muted=$/)
    expect([frame(element)?.title, frame(element)?.style.aspectRatio]).toEqual(['A reel', '4 / 3'])
    expect(element.children).toHaveLength(1)
  })

  it('updates its frame when attributes change', async () => {
    const element = create()
    document.body.append(element)
    await settled()
    expect(frame(element)).toBeNull()
    element.setAttribute('file-id', '1')
    await settled()
    element.setAttribute('loop', '')
    element.setAttribute('file-id', '2')
    await settled()
    expect(frame(element)?.getAttribute('src')).toMatch(/\/embed\/2\?loop=$/)
  })
})

interface MediaPlayer extends HTMLElement {
  play(): Promise<void>
  pause(): void
  currentTime: number
  readonly duration: number
  readonly paused: boolean
  readonly ended: boolean
  volume: number
  muted: boolean
  playbackRate: number
}

describe('<reelferry-player> as a media element', () => {
  /** Modules of tests have no origin. */
  const origin = 'null'
  let player: MediaPlayer
  let posted: unknown[]
  let events: string[]

  /** Sends a message as the player in the frame. */
  const answer = (data: object, sender = origin) => {
    window.dispatchEvent(
      new MessageEvent('message', {
        data,
        origin: sender,
        source: frame(player)?.contentWindow ?? null,
      }),
    )
  }

  beforeEach(async () => {
    player = create() as MediaPlayer
    player.setAttribute('file-id', '42')
    document.body.append(player)
    await settled()
    posted = []
    events = []
    const target = frame(player)?.contentWindow
    if (!target) throw new Error('The frame has no window.')
    target.postMessage = ((message: unknown) => posted.push(message)) as typeof target.postMessage
    for (const name of [
      'loadedmetadata',
      'play',
      'pause',
      'ended',
      'timeupdate',
      'volumechange',
      'ratechange',
    ])
      player.addEventListener(name, () => events.push(name))
  })

  afterEach(() => player.remove())

  const ready = {
    reelferry: 'ready',
    fileId: '42',
    time: 0,
    duration: 3,
    paused: true,
    volume: 1,
    muted: false,
    rate: 1,
  }

  it('sends commands when the player accepts them, in order', () => {
    player.currentTime = 2
    void player.play()
    player.volume = 0.5
    expect(posted).toEqual([])
    answer(ready)
    expect(posted).toEqual([
      { reelferry: 'seek', time: 2 },
      { reelferry: 'play' },
      { reelferry: 'set', volume: 0.5 },
    ])
    player.pause()
    expect(posted.at(-1)).toEqual({ reelferry: 'pause' })
  })

  it('has the properties and events of the video', async () => {
    expect([player.paused, player.duration]).toEqual([true, NaN])
    answer(ready)
    const playing = player.play()
    answer({ reelferry: 'play', time: 0, duration: 3 })
    await playing
    expect(player.paused).toBe(false)
    answer({ reelferry: 'time', time: 1.5, duration: 3 })
    answer({ reelferry: 'settings', paused: false, volume: 0.2, muted: false, rate: 1 })
    answer({ reelferry: 'settings', paused: false, volume: 0.2, muted: false, rate: 2 })
    expect([player.currentTime, player.duration, player.volume, player.playbackRate]).toEqual([
      1.5, 3, 0.2, 2,
    ])
    answer({ reelferry: 'pause', time: 3, duration: 3 })
    answer({ reelferry: 'ended', time: 3, duration: 3 })
    expect([player.paused, player.ended]).toEqual([true, true])
    expect(events).toEqual([
      'loadedmetadata',
      'play',
      'timeupdate',
      'volumechange',
      'ratechange',
      'pause',
      'ended',
    ])
  })

  it('ignores messages of other origins', () => {
    answer(ready, 'https://other.example')
    expect(player.duration).toBeNaN()
    expect(events).toEqual([])
  })
})
