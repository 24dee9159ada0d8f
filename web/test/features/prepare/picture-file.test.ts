import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverSize, isPicture } from '../../../src/features/prepare/cover/picture-file.ts'

const bytes = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0))

describe('a picture for a cover', () => {
  it.each([
    ['JPEG', '\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01', true],
    ['PNG', '\x89PNG\r\n\x1a\n\x00\x00\x00\x0d', true],
    ['WebP', 'RIFF\x10\x00\x00\x00WEBP', true],
    ['GIF', 'GIF89a\x01\x00\x01\x00\x80\x00', false],
    ['SVG', '<svg xmlns="http://', false],
    ['a sound in RIFF', 'RIFF\x10\x00\x00\x00WAVE', false],
    ['nothing', '', false],
  ])('is known by its first bytes: %s', (_, head, is) => {
    expect(isPicture(bytes(head))).toBe(is)
  })

  it('is scaled down to what is shown anywhere, in its proportions, and never up', () => {
    const side = fc.integer({ min: 1, max: 20_000 })
    fc.assert(
      fc.property(side, side, (width, height) => {
        const made = coverSize({ width, height })
        expect(Math.max(made.width, made.height)).toBeLessThanOrEqual(1920)
        expect(made.width).toBeLessThanOrEqual(width)
        expect(made.height).toBeLessThanOrEqual(height)
        const scale = Math.min(1, 1920 / Math.max(width, height))
        expect(Math.abs(made.width - width * scale)).toBeLessThanOrEqual(1)
        expect(Math.abs(made.height - height * scale)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
