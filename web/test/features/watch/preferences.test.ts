import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  parsePositions,
  positionOf,
  withPosition,
} from '../../../src/features/watch/model/positions.ts'
import {
  captionsFor,
  parsePreferences,
  preferredSettings,
} from '../../../src/features/watch/model/preferences.ts'

describe('parsePreferences', () => {
  const defaults = parsePreferences(null)

  it('reads what was stored', () => {
    const stored = {
      volume: 0.4,
      muted: true,
      rate: 1.5,
      captions: 'zh-CN',
      captionSize: 'large',
      captionBackground: 'solid',
      quality: 720,
    }
    expect(parsePreferences(JSON.stringify(stored))).toEqual(stored)
  })

  it.each([
    '{"volume":2}',
    '{"volume":"loud","rate":0}',
    '{"captionSize":"toString","muted":1}',
    '{"__proto__":{"volume":0.1},"other":1}',
    'null',
    '[]',
    '7',
    'no JSON',
    '',
  ])('uses defaults for invalid members: %j', (json) => {
    expect(parsePreferences(json)).toEqual(defaults)
  })

  it('keeps the valid members', () => {
    expect(parsePreferences('{"volume":0.5,"rate":"fast"}')).toEqual({ ...defaults, volume: 0.5 })
  })

  it('returns valid values for every JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { volume, rate } = parsePreferences(JSON.stringify(value))
        expect(volume).toBeGreaterThanOrEqual(0)
        expect(volume).toBeLessThanOrEqual(1)
        expect(rate).toBeGreaterThan(0)
      }),
    )
  })
})

describe('captionsFor', () => {
  it('prefers the same tag to another region', () => {
    expect(captionsFor(['en', 'zh-TW', 'zh-CN'], 'zh-cn')).toBe(2)
    expect(captionsFor(['en', 'pt-BR'], 'pt-PT')).toBe(1)
    expect(captionsFor(['en'], 'fr')).toBe(-1)
    expect(captionsFor(['en', ''], '')).toBe(1)
    expect(captionsFor([], 'en')).toBe(-1)
  })
})

describe('positions', () => {
  it('are stored inside a video only', () => {
    const stored = withPosition([], 'a', 42.7, 100)
    expect(positionOf(stored, 'a')).toBe(42)
    expect(positionOf(stored, 'b')).toBe(0)
    for (const time of [0, 9, 95, 100])
      expect(positionOf(withPosition(stored, 'a', time, 100), 'a')).toBe(0)
  })

  it('keep the latest videos', () => {
    const ids = Array.from({ length: 150 }, (_, index) => `video ${index}`)
    const stored = ids.reduce<ReturnType<typeof parsePositions>>(
      (positions, id) => withPosition(positions, id, 50, 100),
      [],
    )
    expect(stored).toHaveLength(100)
    expect(positionOf(stored, 'video 149')).toBe(50)
    expect(positionOf(stored, 'video 0')).toBe(0)
  })

  it('survive being stored', () => {
    const entry = fc.tuple(fc.string(), fc.nat(1e6))
    fc.assert(
      fc.property(fc.array(entry), (positions) => {
        expect(parsePositions(JSON.stringify(positions))).toEqual(positions)
      }),
    )
  })

  it('skip invalid entries', () => {
    expect(parsePositions('[["a",1],["b"],7,null,["c","x"],[1,2]]')).toEqual([['a', 1]])
    for (const json of [null, '', '{}', 'x']) expect(parsePositions(json)).toEqual([])
  })
})

describe('preferredSettings', () => {
  const stored = { ...parsePreferences(null), volume: 0.4, rate: 1.5 }
  const applied = (volume: number, playbackRate: number) =>
    preferredSettings(stored, { volume, playbackRate })
  const speed = { playbackRate: 1.5, defaultPlaybackRate: 1.5 }

  it('applies the stored volume and speed to a new video', () => {
    expect(applied(1, 1)).toEqual({ volume: 0.4, ...speed })
  })

  it('keeps a volume or a speed that was set before the controls loaded', () => {
    expect(applied(0.7, 1)).toEqual(speed)
    expect(applied(1, 2)).toEqual({ volume: 0.4 })
    expect(applied(0.7, 2)).toEqual({})
  })

  it('mutes a video, but never unmutes one', () => {
    const initial = { volume: 1, playbackRate: 1 }
    expect(preferredSettings({ ...stored, muted: true }, initial)).toMatchObject({ muted: true })
    expect(preferredSettings(stored, initial)).not.toHaveProperty('muted')
  })
})
