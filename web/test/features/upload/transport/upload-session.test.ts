import type { FileId } from '@reelferry/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AppliedSession } from '../../../../src/features/upload/transport/sdk-client.ts'
import {
  hasEnded,
  maxCoverTries,
  newSession,
  type SessionEffect,
  type SessionEvent,
  transition,
  type UploadSession,
} from '../../../../src/features/upload/transport/upload-session.ts'

type State = UploadSession['state']

const fileId = '7' as FileId
const error = new Error('refused')
const location = { Bucket: 'b-1', Region: 'ap-chongqing', Key: 'a.mp4' }

const applied = (sessionKey: string, hasCover: boolean): AppliedSession => ({
  sessionKey,
  videoLocation: location,
  ...(hasCover && { coverLocation: { ...location, Key: 'a.jpg' } }),
  credentials: {
    TmpSecretId: 'i',
    TmpSecretKey: 'k',
    XCosSecurityToken: 't',
    StartTime: 1_700_000_000,
    ExpiredTime: 1_700_001_000,
  },
  renewAt: 900_000,
})

const start = (overrides: Partial<Parameters<typeof newSession>[0]> = {}) =>
  newSession({
    ...{ sessionKey: '', hasVideo: true, hasCover: false, isCoverStored: false },
    ...overrides,
  })

/** Applies events in turn. Returns the last state and the effects of all events. */
function run(session: UploadSession, ...events: SessionEvent[]) {
  const effects: SessionEffect['type'][] = []
  for (const event of events) {
    const next = transition(session, event)
    session = next.session
    effects.push(...next.effects.map(({ type }) => type))
  }
  return { session, effects }
}

describe('transition', () => {
  it('stores the cover, stores the video and commits', () => {
    const events: SessionEvent[] = [
      { type: 'applied', applied: applied('a', true) },
      { type: 'cover-stored' },
      { type: 'progress', sentBytes: 5 },
      { type: 'video-stored' },
      { type: 'committed', fileId },
    ]
    const states = events.map(
      (_, index) => run(start({ hasCover: true }), ...events.slice(0, index + 1)).session.state,
    )
    expect(states).toEqual([
      'storing-cover',
      'storing-video',
      'storing-video',
      'committing',
      'committed',
    ])
    expect(run(start({ hasCover: true }), ...events).effects).toEqual([
      'report-session',
      'report-cover-stored',
      'report-all-stored',
    ])
  })

  it('requests the same session again after an interruption', () => {
    const { session } = run(
      start(),
      { type: 'applied', applied: applied('a', false) },
      { type: 'interrupted' },
    )
    expect(session).toMatchObject({ state: 'applying', sessionKey: 'a' })
  })

  it('uses renewed credentials without leaving its state', () => {
    const renewed = { ...applied('a', false), renewAt: 1_800_000 }
    const { session } = run(
      start(),
      { type: 'applied', applied: applied('a', false) },
      { type: 'renewed', applied: renewed },
    )
    expect(session).toMatchObject({ state: 'storing-video', applied: { renewAt: 1_800_000 } })
  })

  it('does not store a cover that a resumed session has', () => {
    const resumed = start({ sessionKey: 'a', hasCover: true, isCoverStored: true })
    expect(run(resumed, { type: 'applied', applied: applied('a', true) }).session.state).toBe(
      'storing-video',
    )
  })

  it('reports a restart only if bytes of the video were sent', () => {
    const lost: SessionEvent[] = [{ type: 'session-refused' }, { type: 'not-committed' }]
    expect(run(start({ sessionKey: 'a' }), ...lost).effects).toEqual(['discard-parts'])
    const sent: SessionEvent[] = [
      { type: 'applied', applied: applied('a', false) },
      { type: 'progress', sentBytes: 5 },
      { type: 'interrupted' },
    ]
    const { session, effects } = run(start(), ...sent, ...lost)
    expect(session).toMatchObject({ state: 'applying', sessionKey: '', sentBytes: 0 })
    expect(effects).toEqual(['report-session', 'report-restart', 'discard-parts'])
  })

  it('commits a session that an earlier page stored, and never restarts it', () => {
    const { session } = run(start({ sessionKey: 'a' }), { type: 'stored-earlier' })
    expect(session.state).toBe('committing')
    const refused = run(
      session,
      { type: 'refused', error },
      { type: 'not-published', isExactSize: true },
    )
    expect(refused.session).toMatchObject({ state: 'failed', error })
  })
})

/** The model of an upload: the facts that a creator and VOD can observe. */
interface Model {
  state: State
  hasVideo: boolean
  cover: 'none' | 'pending' | 'stored' | 'left-out'
  /** Whether VOD has opened a session that can be resumed. */
  isOpen: boolean
  /** Whether the open session has a cover. */
  hasSessionCover: boolean
  hasSent: boolean
  coverTries: number
}

interface Real {
  session: UploadSession
  opened: number
}

/** One outcome of a step: when it can happen, the event, and what it does to the model. */
class Outcome implements fc.Command<Model, Real> {
  readonly #name: string
  readonly #states: readonly State[]
  readonly #eventOf: (real: Real) => SessionEvent
  /** Changes the model and returns the effects that must follow. */
  readonly #expect: (model: Model) => SessionEffect['type'][]
  readonly #isPossible: (model: Model) => boolean

  constructor(
    name: string,
    states: readonly State[],
    eventOf: (real: Real) => SessionEvent,
    expected: (model: Model) => SessionEffect['type'][],
    isPossible: (model: Model) => boolean = () => true,
  ) {
    this.#name = name
    this.#states = states
    this.#eventOf = eventOf
    this.#expect = expected
    this.#isPossible = isPossible
  }

  check(model: Readonly<Model>): boolean {
    return this.#states.includes(model.state) && this.#isPossible(model)
  }

  run(model: Model, real: Real): void {
    const effects = this.#expect(model)
    const next = transition(real.session, this.#eventOf(real))
    real.session = next.session
    expect(next.effects.map(({ type }) => type)).toEqual(effects)
    expect(next.session).toMatchObject({
      state: model.state,
      cover: model.cover,
      hasVideo: model.hasVideo,
    })
    expect(next.session.sessionKey !== '').toBe(model.isOpen)
    expect(next.session.sentBytes > 0).toBe(model.hasSent)
  }

  toString(): string {
    return this.#name
  }
}

/** The model after VOD has opened or resumed a session. */
function open(model: Model, hasSessionCover: boolean): SessionEffect['type'][] {
  Object.assign(model, { isOpen: true, hasSessionCover })
  if (model.cover === 'pending' && hasSessionCover) {
    model.state = 'storing-cover'
    return ['report-session']
  }
  if (model.hasVideo) {
    model.state = 'storing-video'
    return ['report-session']
  }
  model.state = 'committing'
  return ['report-session', 'report-all-stored']
}

function restart(model: Model, isReported = model.hasSent): SessionEffect['type'][] {
  const cover = model.cover === 'stored' ? 'pending' : model.cover
  Object.assign(model, { state: 'applying', isOpen: false, hasSent: false, cover })
  return isReported ? ['report-restart', 'discard-parts'] : ['discard-parts']
}

const end = (state: 'committed' | 'failed', effects: SessionEffect['type'][] = []) => {
  return (model: Model) => {
    model.state = state
    return effects
  }
}

const running: State[] = [
  'applying',
  'checking',
  'storing-cover',
  'storing-video',
  'committing',
  'confirming',
]

const outcomes = [
  ...[true, false].map(
    (hasCover) =>
      new Outcome(
        `opened with${hasCover ? '' : 'out'} cover`,
        ['applying'],
        (real) => ({ type: 'applied', applied: applied(`key ${real.opened++}`, hasCover) }),
        (model) => open(model, hasCover),
        // VOD opens a session with the cover that it was given, and resumes one as it was opened.
        (model) => hasCover === (model.isOpen ? model.hasSessionCover : model.cover === 'pending'),
      ),
  ),
  new Outcome(
    'opened because the cover was left out',
    ['applying'],
    (real) => ({
      type: 'applied',
      applied: applied(`key ${real.opened++}`, false),
      coverRefusal: { error },
    }),
    (model) => {
      model.cover = 'left-out'
      return ['report-cover-left-out', ...open(model, false)]
    },
    (model) => !model.isOpen && model.cover === 'pending' && model.hasVideo,
  ),
  new Outcome(
    'resuming refused',
    ['applying'],
    () => ({ type: 'session-refused' }),
    (model) => {
      model.state = 'checking'
      return []
    },
    (model) => model.isOpen,
  ),
  new Outcome('not committed', ['checking'], () => ({ type: 'not-committed' }), restart),
  new Outcome(
    'renewed',
    ['storing-cover', 'storing-video'],
    ({ session }) => ({
      type: 'renewed',
      applied: applied(
        session.sessionKey,
        'applied' in session && 'coverLocation' in session.applied,
      ),
    }),
    () => ['report-session'],
  ),
  new Outcome(
    'cover stored',
    ['storing-cover'],
    () => ({ type: 'cover-stored' }),
    (model) => {
      model.cover = 'stored'
      model.state = model.hasVideo ? 'storing-video' : 'committing'
      return model.hasVideo ? ['report-cover-stored'] : ['report-cover-stored', 'report-all-stored']
    },
  ),
  ...[true, false].map(
    (isTemporary) =>
      new Outcome(
        `cover refused, ${isTemporary ? 'temporarily' : 'permanently'}`,
        ['storing-cover'],
        () => ({ type: 'cover-failed', error, isTemporary }),
        (model) => {
          if (!model.hasVideo) return []
          if (++model.coverTries < maxCoverTries && isTemporary) return []
          model.cover = 'left-out'
          return ['report-cover-left-out', ...restart(model)]
        },
      ),
  ),
  new Outcome(
    'progress',
    ['storing-video'],
    () => ({ type: 'progress', sentBytes: 5 }),
    (model) => {
      model.hasSent = true
      return []
    },
  ),
  new Outcome(
    'video stored',
    ['storing-video'],
    () => ({ type: 'video-stored' }),
    (model) => {
      model.state = 'committing'
      return ['report-all-stored']
    },
  ),
  new Outcome(
    'interrupted',
    running,
    () => ({ type: 'interrupted' }),
    (model) => {
      if (model.state.startsWith('storing')) model.state = 'applying'
      return []
    },
  ),
  new Outcome(
    'commit refused',
    ['committing'],
    () => ({ type: 'refused', error }),
    (model) => {
      model.state = 'confirming'
      return []
    },
  ),
  ...[true, false].map(
    (isExactSize) =>
      new Outcome(
        `not published, ${isExactSize ? 'exact' : 'expected'} size`,
        ['confirming'],
        () => ({ type: 'not-published', isExactSize }),
        (model) => {
          if (!model.hasVideo || !model.hasSessionCover || !isExactSize) return end('failed')(model)
          const isReported = model.cover !== 'none'
          if (isReported) model.cover = 'left-out'
          const [, ...effects] = restart(model, true)
          return isReported
            ? ['report-restart', 'report-cover-left-out', ...effects]
            : ['report-restart', ...effects]
        },
      ),
  ),
  new Outcome(
    'committed',
    ['committing', 'confirming'],
    () => ({ type: 'committed', fileId }),
    end('committed'),
  ),
  new Outcome(
    'found committed',
    ['checking', 'storing-video'],
    () => ({ type: 'committed', fileId }),
    end('committed', ['report-all-stored']),
  ),
  new Outcome('failed', running, () => ({ type: 'failed', error }), end('failed')),
]

describe('an upload session', () => {
  it('follows its model through any sequence of outcomes', () => {
    fc.assert(
      fc.property(
        fc.commands(
          outcomes.map((outcome) => fc.constant(outcome)),
          { maxCommands: 60 },
        ),
        fc.record({
          hasVideo: fc.boolean(),
          hasCover: fc.boolean(),
          isResumed: fc.boolean(),
          hasSessionCover: fc.boolean(),
          isCoverStored: fc.boolean(),
        }),
        (commands, { hasVideo, hasCover, isResumed, hasSessionCover, isCoverStored }) => {
          const isOpen = isResumed && hasVideo
          const sessionKey = isOpen ? 'earlier' : ''
          const isStored = hasCover && isOpen && isCoverStored
          const setUp = (): { model: Model; real: Real } => ({
            model: {
              state: 'applying',
              hasVideo,
              cover: !hasCover ? 'none' : isStored ? 'stored' : 'pending',
              isOpen,
              hasSessionCover: isOpen && (isStored || hasSessionCover),
              hasSent: false,
              coverTries: 0,
            },
            real: { session: start({ sessionKey, hasVideo, hasCover, isCoverStored }), opened: 0 },
          })
          fc.modelRun(setUp, commands)
        },
      ),
      { numRuns: 300 },
    )
  })

  const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
    fc.boolean().map((hasCover) => ({ type: 'applied', applied: applied('a', hasCover) }) as const),
    fc.boolean().map((hasCover) => ({ type: 'renewed', applied: applied('a', hasCover) }) as const),
    fc.boolean().map((isTemporary) => ({ type: 'cover-failed', error, isTemporary }) as const),
    fc.boolean().map((isExactSize) => ({ type: 'not-published', isExactSize }) as const),
    fc.nat(1000).map((sentBytes) => ({ type: 'progress', sentBytes }) as const),
    fc.constantFrom<SessionEvent>(
      { type: 'session-refused' },
      { type: 'not-committed' },
      { type: 'cover-stored' },
      { type: 'video-stored' },
      { type: 'committed', fileId },
      { type: 'interrupted' },
      { type: 'refused', error },
      { type: 'failed', error },
    ),
  )

  /** The states that may follow each state. */
  const next: Record<State, State[]> = {
    applying: ['checking', 'storing-cover', 'storing-video', 'committing', 'committed', 'failed'],
    checking: ['applying', 'committed', 'failed'],
    'storing-cover': ['applying', 'storing-video', 'committing', 'committed', 'failed'],
    'storing-video': ['applying', 'committing', 'committed', 'failed'],
    committing: ['confirming', 'committed', 'failed'],
    confirming: ['applying', 'committed', 'failed'],
    committed: [],
    failed: [],
  }

  it('takes only allowed steps, whatever events arrive in whatever state', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), fc.boolean(), (events, hasCover) => {
        let session = start({ hasCover })
        let leftOut = 0
        for (const event of events) {
          const after = transition(session, event)
          const { state } = after.session
          if (state !== session.state) expect(next[session.state]).toContain(state)
          if (hasEnded(session)) expect(after).toEqual({ session, effects: [] })
          if (session.cover === 'left-out') expect(state).not.toBe('storing-cover')
          const types = after.effects.map(({ type }) => type)
          leftOut += types.filter((type) => type === 'report-cover-left-out').length
          if (types.includes('discard-parts')) expect(after.session).toMatchObject({ sentBytes: 0 })
          session = after.session
        }
        expect(leftOut).toBe(session.cover === 'left-out' ? 1 : 0)
      }),
    )
  })
})
