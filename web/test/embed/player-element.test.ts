import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emptyState } from '../../src/embed/mirrored-properties.ts'

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

type MediaPlayer = HTMLVideoElement

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
    player = create() as unknown as MediaPlayer
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

  /** Reports an event of the video with its state. */
  const report = (event: string, video: object = {}) =>
    answer({ reelferry: 'media', event, video: { ...emptyState, duration: 3, ...video } })

  it('sends commands when the player accepts them, in order, and shows them at once', () => {
    player.currentTime = 2
    player.play().catch(() => undefined)
    player.volume = 0.5
    player.playbackRate = 2
    expect(posted).toEqual([])
    expect([player.currentTime, player.volume, player.playbackRate]).toEqual([2, 0.5, 2])
    answer(ready)
    expect(posted).toEqual([
      { reelferry: 'observe' },
      { reelferry: 'seek', time: 2 },
      { reelferry: 'play' },
      { reelferry: 'set', volume: 0.5 },
      { reelferry: 'set', rate: 2 },
    ])
    player.pause()
    player.loop = true
    player.fastSeek(1)
    expect(posted.slice(5)).toEqual([
      { reelferry: 'pause' },
      { reelferry: 'set', loop: true },
      { reelferry: 'seek', time: 1 },
    ])
  })

  it('has the properties and events of the video', async () => {
    expect([player.paused, player.duration, player.error, player.readyState]).toEqual([
      true,
      NaN,
      null,
      0,
    ])
    answer(ready)
    report('loadedmetadata', { readyState: 1, videoWidth: 640, buffered: [[0, 2]] })
    expect(player.videoWidth).toBe(640)
    expect([player.buffered.length, player.buffered.start(0), player.buffered.end(0)]).toEqual([
      1, 0, 2,
    ])
    expect(() => player.buffered.end(1)).toThrow()
    const playing = player.play()
    report('play', { paused: false })
    report('playing', { paused: false })
    await playing
    expect(player.paused).toBe(false)
    report('timeupdate', { paused: false, currentTime: 1.5 })
    report('volumechange', { paused: false, volume: 0.2 })
    report('ratechange', { paused: false, volume: 0.2, playbackRate: 2 })
    expect([player.volume, player.playbackRate]).toEqual([0.2, 2])
    report('ended', { ended: true, currentTime: 3 })
    expect([player.paused, player.ended, player.currentTime]).toEqual([true, true, 3])
    report('error', { error: 4 })
    expect(player.error?.code).toBe(4)
    expect(events).toEqual([
      'loadedmetadata',
      'play',
      'timeupdate',
      'volumechange',
      'ratechange',
      'ended',
    ])
  })

  it('rejects a play that the browser refuses, or that a new address ends', async () => {
    answer(ready)
    const refused = player.play()
    answer({ reelferry: 'refused', name: 'NotAllowedError' })
    await expect(refused).rejects.toMatchObject({ name: 'NotAllowedError' })
    const ended = player.play()
    player.setAttribute('file-id', '43')
    await expect(ended).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('refuses the values that a video refuses', () => {
    answer(ready)
    expect(() => (player.volume = 2)).toThrow(DOMException)
    expect(() => (player.currentTime = NaN)).toThrow(TypeError)
    expect(posted).toEqual([{ reelferry: 'observe' }])
  })

  it('has the attributes of a video as properties', async () => {
    player.defaultMuted = true
    player.autoplay = true
    expect([player.hasAttribute('muted'), player.autoplay]).toEqual([true, true])
    await settled()
    expect(player.src).toMatch(/\/embed\/42\?autoplay=&muted=$/)
    player.autoplay = false
    expect(player.hasAttribute('autoplay')).toBe(false)
  })

  it('ignores messages of other origins', () => {
    answer(ready, 'https://other.example')
    answer({ reelferry: 'media', event: 'play', video: emptyState }, 'https://other.example')
    expect(player.duration).toBeNaN()
    expect([events, posted]).toEqual([[], []])
  })
})
