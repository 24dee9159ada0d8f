import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyAction, nextRate, rates } from '../../../src/features/watch/model/keys.ts'
import { readCommand } from '../../../src/features/watch/model/messages.ts'
import { renewalDelayMs } from '../../../src/features/watch/model/renewal.ts'
import { targetOriginOf } from '../../../src/features/watch/model/target-origin.ts'

describe('readCommand', () => {
  it.each([
    [{ reelferry: 'play' }, { reelferry: 'play' }],
    [{ reelferry: 'pause', more: 1 }, { reelferry: 'pause' }],
    [
      { reelferry: 'seek', time: 12.5 },
      { reelferry: 'seek', time: 12.5 },
    ],
    [
      { reelferry: 'seek', time: -1 },
      { reelferry: 'seek', time: 0 },
    ],
    [{ reelferry: 'ready' }, { reelferry: 'ready' }],
    [
      { reelferry: 'set', volume: 0.5, muted: true, rate: 2 },
      { reelferry: 'set', volume: 0.5, muted: true, rate: 2 },
    ],
    [{ reelferry: 'set', volume: 2, muted: 'yes', rate: 0, paused: true }, { reelferry: 'set' }],
  ])('reads %j', (data, command) => {
    expect(readCommand(data)).toEqual(command)
  })

  it.each([
    [{ reelferry: 'seek' }],
    [{ reelferry: 'seek', time: '12' }],
    [{ reelferry: 'seek', time: Infinity }],
    [{ reelferry: 'state', state: 'ready' }],
    [{ type: 'play' }],
    ['play'],
    [null],
    [undefined],
  ])('ignores %j', (data) => {
    expect(readCommand(data)).toBeUndefined()
  })

  it('does not throw for any message', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(() => readCommand(data)).not.toThrow()
      }),
    )
  })
})

describe('renewalDelayMs', () => {
  it('leaves time before the URLs expire, and waits at least a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 * 24 * 3600 }), (expiresIn) => {
        const after = renewalDelayMs(expiresIn)
        expect(after).toBeGreaterThanOrEqual(1000)
        if (expiresIn > 3) expect(after).toBeLessThanOrEqual((expiresIn - 2) * 1000)
        expect(after).toBeGreaterThanOrEqual((expiresIn - 300) * 1000)
      }),
    )
  })
})

describe('keys', () => {
  const key = (name: string, modifier = {}) =>
    keyAction({ key: name, ctrlKey: false, altKey: false, metaKey: false, ...modifier })

  it('have the actions of common players, and keep the shortcuts of the browser', () => {
    expect(key('k')).toEqual({ kind: 'toggle' })
    expect(key('ArrowRight')).toEqual({ kind: 'skip', by: 5 })
    expect(key('f', { ctrlKey: true })).toBeUndefined()
    expect(key('x')).toBeUndefined()
  })

  it('change the rate step by step, between the minimum and the maximum', () => {
    expect(nextRate(1, 1)).toBe(1.25)
    expect(nextRate(1.1, -1)).toBe(1)
    expect(nextRate(rates.at(-1) ?? 0, 1)).toBe(2)
    expect(nextRate(rates[0] ?? 0, -1)).toBe(0.5)
  })
})

describe('targetOriginOf', () => {
  it.each([
    [null, '*'],
    ['https://host.example', 'https://host.example'],
    ['https://host.example/', 'https://host.example'],
    ['HTTPS://Host.example:443/page?x=1', 'https://host.example'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['', undefined],
    ['*', undefined],
    ['null', undefined],
    ['host.example', undefined],
    ['localhost:8080', undefined],
    ['data:text/html,x', undefined],
  ])('of %j is %j', (parameter, origin) => {
    expect(targetOriginOf(parameter)).toBe(origin)
  })
})
