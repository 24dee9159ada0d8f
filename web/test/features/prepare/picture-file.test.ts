import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPicture } from '../../../src/features/prepare/cover/picture-file.ts'
import { coverSize } from '../../../src/media/model/cover-size.ts'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe('cover picture', () => {
  it.each([
    ['JPEG', '\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01', true],
    ['PNG', '\x89PNG\r\n\x1a\n\x00\x00\x00\x0d', true],
    ['WebP', 'RIFF\x10\x00\x00\x00WEBP', true],
    ['GIF', 'GIF89a\x01\x00\x01\x00\x80\x00', false],
    ['SVG', '<svg xmlns="http://', false],
    ['audio in RIFF', 'RIFF\x10\x00\x00\x00WAVE', false],
    ['an empty file', '', false],
  ])('is recognized by its first bytes: %s', (_, head, expected) => {
    expect(isPicture(bytes(head))).toBe(expected)
  })

  it('is scaled down to the maximum size, keeps its aspect ratio, and is never scaled up', () => {
    const side = fc.integer({ min: 1, max: 20_000 })
    fc.assert(
      fc.property(side, side, (width, height) => {
        const size = coverSize({ width, height })
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(1920)
        expect(size.width).toBeLessThanOrEqual(width)
        expect(size.height).toBeLessThanOrEqual(height)
        const scale = Math.min(1, 1920 / Math.max(width, height))
        expect(Math.abs(size.width - width * scale)).toBeLessThanOrEqual(1)
        expect(Math.abs(size.height - height * scale)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
