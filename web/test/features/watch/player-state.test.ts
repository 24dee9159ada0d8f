import type { FileId, PlayerOptions } from '@reelferry/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  initialState,
  type PlayerEvent,
  type PlayerState,
  transition,
} from '../../../src/features/watch/model/player-state.ts'
import type { ReadyVideo, VideoState } from '../../../src/features/watch/model/video-state.ts'

const fileId = '1' as FileId
const options: PlayerOptions = {
  start: 0,
  autoplay: false,
  muted: false,
  loop: false,
  controls: true,
  nativeControls: false,
  resume: undefined,
  isolated: false,
  end: Infinity,
}

const ready = (over: Partial<ReadyVideo> = {}): ReadyVideo => ({
  status: 'ready',
  id: fileId,
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
  ...over,
})
const captions = [{ src: 'https://media.example/en.vtt', language: 'en', label: 'English' }]

const run = (events: PlayerEvent[], from = initialState(options)) => events.reduce(transition, from)
const fetched = (video: VideoState, now = 0): PlayerEvent => ({ type: 'fetched', video, now })
const failed = (now = 0, start = 0): PlayerEvent => ({
  type: 'failed',
  options: { ...options, start },
  now,
})
const retry: PlayerEvent = { type: 'retry' }
const processing: Extract<VideoState, { status: 'processing' }> = {
  status: 'processing',
  stage: 'processing',
  retryAfter: 2,
}
const unreachable: VideoState = { status: 'unreachable' }

const anyOptions = fc.record({
  start: fc.nat(1000),
  autoplay: fc.boolean(),
  muted: fc.boolean(),
  loop: fc.boolean(),
  controls: fc.boolean(),
  end: fc.constantFrom(20, Infinity),
  nativeControls: fc.boolean(),
  isolated: fc.boolean(),
  resume: fc.constantFrom(true, false, undefined),
})
const now = fc.nat(2_000_000)
const anyVideo: fc.Arbitrary<VideoState> = fc.oneof(
  fc
    .record({
      expiresIn: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
      captions: fc.constantFrom([], captions),
      count: fc.integer({ min: 1, max: 3 }),
    })
    .map(({ expiresIn, captions, count }) =>
      ready({
        captions,
        sources: Array.from({ length: count }, (_, index) => ({
          src: `https://media.example/${index}.mp4`,
          type: 'video/mp4',
        })),
        ...(expiresIn !== undefined && { expiresIn }),
      }),
    ),
  fc.constant(processing),
  fc.constant(unreachable),
  fc.constantFrom<VideoState>({ status: 'unknown' }, { status: 'deleted', fileId }),
)
const anyEvent: fc.Arbitrary<PlayerEvent> = fc.oneof(
  fc.record({ type: fc.constant('fetched' as const), video: anyVideo, now }),
  fc.record({ type: fc.constant('retry' as const) }),
  fc.record({ type: fc.constant('retry' as const), options: anyOptions }),
  fc.record({
    type: fc.constant('failed' as const),
    options: anyOptions,
    now,
  }),
)
const anyState = fc.array(anyEvent).map((events) => run(events))

describe('player state', () => {
  it('plays a video with the time at which its URLs expire', () => {
    expect(run([fetched(ready({ expiresIn: 600 }), 1000)])).toMatchObject({
      phase: 'playing',
      expiresAt: 601_000,
      options: { autoplay: false },
    })
    expect(run([fetched(ready())])).toMatchObject({ expiresAt: Infinity })
  })

  it('polls while the video is processed, then starts without a click', () => {
    const waiting = run([fetched(processing)])
    expect(waiting).toMatchObject({ phase: 'waiting', notice: 'processing', delayMs: 2000 })
    const unreached = run([retry, fetched(unreachable)], waiting)
    expect(unreached).toMatchObject({ phase: 'waiting', notice: 'processing', delayMs: 1000 })
    expect(run([retry, fetched(ready())], unreached)).toMatchObject({
      phase: 'playing',
      options: { autoplay: true },
    })
  })

  it('shows the stage that the viewer waits for', () => {
    const notices = (['uploading', 'processing', 'review'] as const).map(
      (stage) => run([fetched({ ...processing, stage })]) as { notice?: string },
    )
    expect(notices.map(({ notice }) => notice)).toEqual(['uploading', 'processing', 'review'])
  })

  it('waits longer after each request that fails, up to a minute, until one succeeds', () => {
    let state = initialState(options)
    const delays: unknown[] = []
    for (let count = 0; count < 8; count++) {
      state = run([fetched(unreachable)], state)
      delays.push(state.phase === 'waiting' && state.delayMs / 1000)
      state = run([retry], state)
    }
    expect(delays).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    expect(run([fetched(processing), retry, fetched(unreachable)], state)).toMatchObject({
      delayMs: 1000,
    })
  })

  it('drops captions first, then each source, and continues at the position of the failure', () => {
    const playing = run([fetched(ready({ captions }))])
    const withoutCaptions = run([failed(0, 5)], playing)
    expect(withoutCaptions).toMatchObject({
      phase: 'playing',
      video: { captions: [], sources: [{ src: 'https://media.example/a.mp4' }, {}] },
      options: { start: 5 },
    })
    expect(run([failed(0, 7)], withoutCaptions)).toMatchObject({
      phase: 'playing',
      video: { sources: [{ src: 'https://media.example/b.mp4' }] },
      options: { start: 7 },
    })
    expect(run([failed(), failed()], withoutCaptions)).toMatchObject({
      phase: 'ended',
      notice: 'unplayable',
    })
  })

  it('plays without TCPlayer after a native source has failed', () => {
    const tcplayer = { appId: 1, licenseUrl: '' }
    const playing = run([fetched(ready({ tcplayer, psign: 'x' }))])
    expect(run([failed()], playing)).toMatchObject({
      phase: 'playing',
      video: { tcplayer: undefined, sources: [{ src: 'https://media.example/b.mp4' }] },
    })
  })

  it('fetches expired URLs again, however often they expire', () => {
    const video = ready({ expiresIn: 10 })
    for (let state = run([fetched(video)]), time = 0; time < 100_000; time += 20_000) {
      const fetching = run([failed(time + 20_000)], state)
      expect(fetching.phase).toBe('fetching')
      expect(fetching).not.toHaveProperty('notice')
      state = run([fetched(video, time + 20_000)], fetching)
      expect(state.phase).toBe('playing')
    }
  })

  it('continues to play when a renewal fails, and ends when the video was deleted', () => {
    const playing = run([fetched(ready({ expiresIn: 600 }))])
    expect(run([fetched(unreachable)], playing)).toBe(playing)
    expect(run([fetched({ status: 'deleted', fileId })], playing)).toMatchObject({
      phase: 'ended',
      notice: 'deleted',
    })
  })

  it('shows that it loads when the viewer retries, with the options of the page', () => {
    const other = { ...options, start: 9 }
    expect(run([fetched(unreachable), { type: 'retry', options: other }])).toMatchObject({
      phase: 'fetching',
      notice: 'loading',
      options: other,
    })
  })

  it('always has a source to play', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        if (state.phase === 'playing') expect(state.video.sources).not.toHaveLength(0)
      }),
    )
  })

  it('gives up after finitely many failures', () => {
    fc.assert(
      fc.property(anyState, anyVideo, (before, video) => {
        // The URLs do not expire meanwhile, and each request has the same answer.
        let state: PlayerState = transition(before, fetched(video))
        let steps = 0
        while (state.phase === 'playing' || state.phase === 'fetching') {
          state = transition(state, state.phase === 'playing' ? failed() : fetched(video))
          expect(++steps).toBeLessThan(12)
        }
      }),
    )
  })

  it('waits at least a second, and at most a minute, before each request', () => {
    fc.assert(
      fc.property(anyState, (state) => {
        if (state.phase !== 'waiting') return
        expect(state.delayMs).toBeGreaterThanOrEqual(1000)
        expect(state.delayMs).toBeLessThanOrEqual(60_000)
      }),
    )
  })

  it('ignores failures while nothing plays, and retries while something plays', () => {
    fc.assert(
      fc.property(anyState, anyEvent, (state, event) => {
        if (state.phase === 'playing' ? event.type === 'retry' : event.type === 'failed')
          expect(transition(state, event)).toBe(state)
      }),
    )
  })
})
