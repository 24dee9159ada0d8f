import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fingerprint } from '../../../../src/features/upload/persistence/fingerprint.ts'

const mebibyte = 1024 * 1024

describe('fingerprint', () => {
  it('depends on the content, not on the name or the date', async () => {
    const first = new File(['content'], 'a.mp4', { lastModified: 1 })
    const second = new File(['content'], 'b.mov', { lastModified: 2 })
    expect(await fingerprint(first)).toBe(await fingerprint(second))
    expect(await fingerprint(first)).toMatch(/^[0-9a-f]{64}$/)
  })

  it('differs for any two different small files', async () => {
    const bytes = fc.uint8Array({ maxLength: 64 })
    await fc.assert(
      fc.asyncProperty(bytes, bytes, async (a, b) => {
        const same = a.join() === b.join()
        const names = await Promise.all([a, b].map((content) => fingerprint(new Blob([content]))))
        expect(names[0] === names[1]).toBe(same)
      }),
      { numRuns: 50 },
    )
  })

  it('depends on every byte of a file of up to 4 MiB', async () => {
    const bytes = new Uint8Array(4 * mebibyte)
    const original = await fingerprint(new Blob([bytes]))
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), async (at) => {
        bytes[at] = 1
        const changed = await fingerprint(new Blob([bytes]))
        bytes[at] = 0
        expect(changed).not.toBe(original)
      }),
      { numRuns: 15, examples: [[0], [bytes.length - 1]] },
    )
  })

  it('depends on the first byte, the last byte and the size of a larger file', async () => {
    const bytes = new Uint8Array(20 * mebibyte)
    const names = [await fingerprint(new Blob([bytes]))]
    for (const at of [0, bytes.length - 1]) {
      bytes[at] = 1
      names.push(await fingerprint(new Blob([bytes])))
      bytes[at] = 0
    }
    names.push(await fingerprint(new Blob([bytes, '\0'])))
    expect(new Set(names).size).toBe(4)
  })
})
