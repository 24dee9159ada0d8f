import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Clock,
  elapsed,
  isRunning,
  type Recording,
  type RecordingEvent,
  transition,
} from '../../../src/features/capture/model/recording.ts'

const moment = fc.integer({ min: 0, max: 10_000_000 })
const reason = fc.constantFrom('requested', 'max-duration', 'no-space', 'ended')
const failure = fc.constantFrom('denied', 'no-space', 'unexpected')
const anyEvent = fc.oneof(
  fc.record({
    type: fc.constantFrom('open', 'opened', 'close', 'countdown-canceled', 'finish', 'retake'),
  }),
  fc.record({ type: fc.constantFrom('refused', 'failed'), failure }),
  fc.record({ type: fc.constant('count'), remaining: fc.nat(3) }),
  fc.record({ type: fc.constantFrom('started', 'resume'), now: moment }),
  fc.record({ type: fc.constant('pause'), now: moment, interrupted: fc.boolean() }),
  fc.record({ type: fc.constant('written'), bytes: fc.nat() }),
  fc.record({ type: fc.constant('stop'), reason }),
  fc.record({ type: fc.constant('progress'), done: fc.double({ min: 0, max: 2, noNaN: true }) }),
  fc.record({ type: fc.constant('finished'), duration: fc.double({ min: 0.1, max: 7200 }) }),
) as fc.Arbitrary<RecordingEvent>

const closed: Recording = { stage: 'closed' }
const run = (events: RecordingEvent[], from: Recording = closed) => events.reduce(transition, from)

const toRecording: RecordingEvent[] = [
  { type: 'open' },
  { type: 'opened' },
  { type: 'count', remaining: 0 },
  { type: 'started', now: 1000 },
]

describe('recording', () => {
  it('is recorded, paused, resumed, stopped and finished', () => {
    expect(run(toRecording)).toEqual({
      stage: 'recording',
      clock: { counted: 0, since: 1000 },
      bytes: 0,
    })
    const paused = run([...toRecording, { type: 'pause', now: 4000, interrupted: false }])
    expect(paused).toMatchObject({ stage: 'paused', clock: { counted: 3000 } })
    const resumed = run([{ type: 'resume', now: 60_000 }], paused)
    expect(isRunning(resumed) && elapsed(resumed.clock, 61_500)).toBe(4500)
    const finishing = run([{ type: 'stop', reason: 'requested' }], resumed)
    expect(finishing).toEqual({ stage: 'finishing', reason: 'requested', done: 0 })
    expect(run([{ type: 'finished', duration: 4.5 }], finishing)).toEqual({
      stage: 'review',
      reason: 'requested',
      duration: 4.5,
    })
  })

  it('keeps its stop reason when making the file fails and is tried again', () => {
    const unfinished = run([
      ...toRecording,
      { type: 'stop', reason: 'no-space' },
      { type: 'failed', failure: 'no-space' },
    ])
    expect(unfinished).toEqual({ stage: 'unfinished', reason: 'no-space', failure: 'no-space' })
    expect(run([{ type: 'finish' }], unfinished)).toMatchObject({
      stage: 'finishing',
      reason: 'no-space',
    })
  })

  it('once started, leads only to a file or to a failure to make it', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), anyEvent, (events, event) => {
        const before = run([...toRecording, ...events])
        const after = transition(before, event)
        if (!isRunning(before)) return
        expect(['recording', 'paused', 'finishing']).toContain(after.stage)
      }),
    )
  })

  it('never decreases in size, duration or progress', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), anyEvent, moment, (events, event, now) => {
        const before = run([...toRecording, ...events])
        const after = transition(before, event)
        if (isRunning(before) && isRunning(after)) {
          expect(after.bytes).toBeGreaterThanOrEqual(before.bytes)
          const counted = (clock: Clock) => clock.counted
          expect(counted(after.clock)).toBeGreaterThanOrEqual(counted(before.clock))
          expect(elapsed(after.clock, now)).toBeGreaterThanOrEqual(0)
        }
        if (before.stage === 'finishing' && after.stage === 'finishing')
          expect(after.done).toBeGreaterThanOrEqual(before.done)
      }),
      { numRuns: 1000 },
    )
  })

  it('ignores a clock that goes back', () => {
    expect(elapsed({ counted: 500, since: 2000 }, 1000)).toBe(500)
  })
})
