import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  enterMenu,
  focusedEntry,
  leaveMenu,
  toggleMenu,
} from '../../../src/features/watch/model/menu.ts'
import { qualityName } from '../../../src/features/watch/model/quality-name.ts'
import {
  heightFor,
  playlistHeights,
  sortedHeights,
} from '../../../src/features/watch/model/quality.ts'
import { shortcutKeys } from '../../../src/features/watch/model/shortcut-list.ts'
import { skinAction } from '../../../src/features/watch/model/skin-keys.ts'
import { tapSkip } from '../../../src/features/watch/model/taps.ts'

const press = (key: string, hasFocus = false, modifier = {}) =>
  skinAction({ key, ctrlKey: false, altKey: false, metaKey: false, ...modifier }, hasFocus)

describe('skinAction', () => {
  it('extends the keys that work on every player', () => {
    expect(press(' ')).toEqual({ kind: 'toggle' })
    expect(press('ArrowLeft')).toEqual({ kind: 'skip', by: -5 })
    expect(press('c')).toEqual({ kind: 'captions' })
    expect(press('?')).toEqual({ kind: 'help' })
    expect(press('7')).toEqual({ kind: 'jump', to: 0.7 })
    expect(press(',')).toEqual({ kind: 'frame', by: -1 })
  })

  it('ignores Caps Lock', () => {
    expect(press('K')).toEqual({ kind: 'toggle' })
    expect(press('C')).toEqual({ kind: 'captions' })
  })

  it('leaves the keys that scroll to the page unless the player has the focus', () => {
    for (const key of ['ArrowUp', 'ArrowDown', 'Home', 'End']) {
      expect(press(key)).toBeUndefined()
      expect(press(key, true)).toBeDefined()
    }
  })

  it('leaves keys with a modifier to the browser', () => {
    for (const modifier of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }])
      for (const key of ['c', 'k', '5', 'f']) expect(press(key, true, modifier)).toBeUndefined()
  })

  it('has an action for each key of the sheet', () => {
    const names: Record<string, string> = {
      Space: ' ',
      '←': 'ArrowLeft',
      '→': 'ArrowRight',
      '↑': 'ArrowUp',
      '↓': 'ArrowDown',
    }
    for (const key of shortcutKeys.flatMap(([, keys]) => [...keys]))
      if (key !== '–') expect(press(names[key] ?? key, true), key).toBeDefined()
  })
})

describe('tapSkip', () => {
  const tap = (at: number, x: number) => ({ at, x })

  it('skips at each further tap on the same side', () => {
    expect(tapSkip(undefined, tap(0, 0.1))).toBe(0)
    expect(tapSkip(tap(0, 0.1), tap(200, 0.2))).toBe(-10)
    expect(tapSkip(tap(200, 0.9), tap(400, 0.8))).toBe(10)
  })

  it('needs two quick taps on the same outer third', () => {
    expect(tapSkip(tap(0, 0.1), tap(400, 0.1))).toBe(0)
    expect(tapSkip(tap(0, 0.1), tap(200, 0.9))).toBe(0)
    expect(Math.abs(tapSkip(tap(0, 0.5), tap(200, 0.5)))).toBe(0)
  })
})

describe('menus', () => {
  it('open, lead to other menus and close', () => {
    expect(toggleMenu([], 'speed')).toEqual(['speed'])
    expect(toggleMenu(['speed'], 'speed')).toEqual([])
    expect(toggleMenu(['more', 'speed'], 'captions')).toEqual(['captions'])
    expect(enterMenu(['more'], 'speed')).toEqual(['more', 'speed'])
    expect(leaveMenu(['more', 'speed'])).toEqual(['more'])
    expect(leaveMenu(['more'])).toEqual([])
  })

  it('move the focus in a circle', () => {
    expect(focusedEntry('ArrowDown', 2, 3)).toBe(0)
    expect(focusedEntry('ArrowUp', 0, 3)).toBe(2)
    expect(focusedEntry('ArrowUp', -1, 3)).toBe(2)
    expect(focusedEntry('Enter', 0, 3)).toBeUndefined()
    const key = fc.constantFrom('ArrowDown', 'ArrowUp', 'Home', 'End')
    fc.assert(
      fc.property(key, fc.integer({ min: -1, max: 20 }), fc.nat(20), (name, index, count) => {
        const next = focusedEntry(name, Math.min(index, count - 1), count)
        if (count === 0) expect(next).toBeUndefined()
        else expect(next).toSatisfy((found: number) => found >= 0 && found < count)
      }),
    )
  })
})

describe('qualities', () => {
  it('are read from a multivariant playlist', () => {
    const playlist = [
      '#EXTM3U',
      '#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=854x480,CODECS="avc1,mp4a"',
      '480.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=2800000,RESOLUTION=1280x720',
      '720.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=854x480',
      '480b.m3u8',
      '#EXT-X-STREAM-INF:BANDWIDTH=64000',
      'audio.m3u8',
    ].join('\n')
    expect(playlistHeights(playlist)).toEqual([720, 480])
    expect(playlistHeights('#EXTM3U\n#EXTINF:2,\na.ts')).toEqual([])
  })

  it('are distinct and sorted', () => {
    expect(sortedHeights([360, undefined, 1080, 0, 360])).toEqual([1080, 360])
  })

  it('are chosen by the nearest height that is not higher', () => {
    expect(heightFor([1080, 720, 360], 720)).toBe(720)
    expect(heightFor([1080, 480], 720)).toBe(480)
    expect(heightFor([1080, 720], 360)).toBe(720)
    expect(heightFor([1080], 0)).toBe(0)
    expect(heightFor([], 720)).toBe(0)
  })

  it('are named by the shorter side', () => {
    expect(qualityName(1080, { width: 1920, height: 1080 })).toBe('1080p')
    expect(qualityName(1920, { width: 1080, height: 1920 })).toBe('1080p')
    expect(qualityName(720, { width: 0, height: 0 })).toBe('720p')
  })
})
