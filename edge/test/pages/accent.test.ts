import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accentProperties, contrast, parseColour } from '../../src/pages/accent.ts'

/** The colours of one theme, by custom property. */
function theme(hex: string, name: 'light' | 'dark') {
  const at = name === 'light' ? 1 : 2
  return Object.fromEntries(
    Object.entries(accentProperties(hex)).map(([property, value]) => [
      property,
      /^light-dark\((#[\da-f]{6}), (#[\da-f]{6})\)$/.exec(value)?.[at] ?? 'invalid',
    ]),
  )
}

/** Grounds of `web/src/design/tokens.css` that text in the accent colour has. */
const grounds = {
  light: ['#ffffff', '#f4f7f7', '#e9efef'],
  dark: ['#0b1113', '#131b1e', '#1b2529', '#202b30'],
} as const

const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

describe('accentProperties', () => {
  it('keeps a colour that is legible in the light theme', () => {
    expect(theme('#0a6479', 'light')).toMatchObject({
      '--accent': '#0a6479',
      '--on-accent': '#ffffff',
    })
  })

  it('keeps a colour that is legible in the dark theme', () => {
    expect(theme('#56c7dc', 'dark')).toMatchObject({
      '--accent': '#56c7dc',
      '--on-accent': '#000000',
    })
  })

  it.each(['light', 'dark'] as const)(
    'makes text of any colour legible in the %s theme',
    (name) => {
      const measured = (a = '', b = '') => contrast(parseColour(a), parseColour(b))
      fc.assert(
        fc.property(anyColour, (hex) => {
          const colours = theme(hex, name)
          for (const ground of grounds[name])
            expect(measured(colours['--accent'], ground)).toBeGreaterThanOrEqual(4.5)
          for (const button of ['--accent', '--accent-hover'])
            expect(measured(colours['--on-accent'], colours[button])).toBeGreaterThanOrEqual(4.5)
          expect(
            measured(colours['--accent-ink'], colours['--accent-soft']),
          ).toBeGreaterThanOrEqual(7)
          // An icon on the tinted ground.
          expect(measured(colours['--accent'], colours['--accent-soft'])).toBeGreaterThanOrEqual(3)
        }),
      )
    },
  )
})

describe('contrast', () => {
  it('is the one of WCAG', () => {
    expect(contrast(parseColour('#000000'), parseColour('#ffffff'))).toBe(21)
    expect(contrast(parseColour('#767676'), parseColour('#ffffff'))).toBeCloseTo(4.54, 2)
  })
})
