import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openMediaSession } from '../../../src/features/watch/adapters/media-session.ts'
import type { ReadyVideo } from '../../../src/features/watch/model/video-state.ts'

interface Session {
  metadata?: { title: string; artwork: unknown; chapterInfo: unknown }
  handlers: Map<string, (details: object) => void>
  states: object[]
}

let session: Session

beforeEach(() => {
  session = { handlers: new Map(), states: [] }
  vi.stubGlobal('MediaMetadata', function (this: object, init: object) {
    Object.assign(this, init)
  })
  const mediaSession = Object.assign(session, {
    setActionHandler(action: string, handler: (details: object) => void) {
      if (action === 'seekto') throw new TypeError('This browser does not know the action.')
      session.handlers.set(action, handler)
    },
    setPositionState: (state: object) => session.states.push(state),
  })
  Object.defineProperty(navigator, 'mediaSession', { value: mediaSession, configurable: true })
})

afterEach(() => {
  vi.unstubAllGlobals()
  Reflect.deleteProperty(navigator, 'mediaSession')
})

const video = { name: 'Harbor at dawn', poster: 'https://media.example/cover.jpg' } as ReadyVideo
const chapters = [
  { title: 'Before sunrise', start: 0 },
  { title: 'Out of the harbor', start: 48 },
]
const actions = () => ({ play: vi.fn(), pause: vi.fn(), skip: vi.fn(), seek: vi.fn() })

it('shows name, cover and chapters in the controls of the system', () => {
  openMediaSession(video, chapters, actions())
  const artwork = [{ src: video.poster }]
  expect(session.metadata).toMatchObject({
    title: 'Harbor at dawn',
    artwork,
    chapterInfo: [
      { title: 'Before sunrise', startTime: 0, artwork },
      { title: 'Out of the harbor', startTime: 48, artwork },
    ],
  })
  openMediaSession({ ...video, poster: '' }, [], actions())
  expect(session.metadata?.artwork).toEqual([])
})

it('reacts to the keys of the system, also where one of them is unknown', () => {
  const called = actions()
  openMediaSession(video, chapters, called)
  session.handlers.get('play')?.({})
  session.handlers.get('pause')?.({})
  session.handlers.get('seekbackward')?.({})
  session.handlers.get('seekforward')?.({ seekOffset: 30 })
  expect(called.play).toHaveBeenCalledOnce()
  expect(called.pause).toHaveBeenCalledOnce()
  expect(called.skip.mock.calls).toEqual([[-10], [30]])
})

it('shows the position, once the duration is known', () => {
  const { showPosition } = openMediaSession(video, chapters, actions())
  const at = (duration: number, currentTime: number) =>
    showPosition({ duration, currentTime, playbackRate: 1.5 } as HTMLVideoElement)
  for (const duration of [NaN, Infinity, 0]) at(duration, 0)
  at(100, 100.02)
  expect(session.states).toEqual([{ duration: 100, playbackRate: 1.5, position: 100 }])
})

it('changes nothing in a browser without it', () => {
  Object.defineProperty(navigator, 'mediaSession', { value: undefined, configurable: true })
  expect(() => openMediaSession(video, chapters, actions()).showPosition({} as never)).not.toThrow()
})
