import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseChapters } from '../src/index.ts'

describe('parseChapters', () => {
  it('reads the lines that start with a time', () => {
    expect(parseChapters('A walk.\n0:00 Intro\n0:48 The pier\n1:02:03 End\nThanks!', 0)).toEqual([
      { title: 'Intro', start: 0 },
      { title: 'The pier', start: 48 },
      { title: 'End', start: 3723 },
    ])
  })

  it.each([
    '00:00 Intro\r\n01:30 Pier',
    '- 0:00 – Intro\n- 1:30 – Pier',
    '(0:00) Intro\n(1:30) Pier',
    '[0:00] - Intro\n[1:30] - Pier',
    '• 0:00: Intro\n• 1:30: Pier',
    '【0:00】Intro\n【1:30】Pier',
    '0:00Intro\n1:30　Pier',
    '  0:00\tIntro  \n\n  1:30\tPier',
  ])('accepts the notation %j', (description) => {
    expect(parseChapters(description, 0)).toEqual([
      { title: 'Intro', start: 0 },
      { title: 'Pier', start: 90 },
    ])
  })

  it('needs a first chapter at 0:00 and a second one', () => {
    expect(parseChapters('0:00 Intro', 0)).toEqual([])
    expect(parseChapters('0:05 Intro\n0:48 Pier', 0)).toEqual([])
    expect(parseChapters('See 0:00 and 0:48.\nAt 2:00 it ends.', 0)).toEqual([])
    expect(parseChapters('', 0)).toEqual([])
  })

  it('skips lines out of order, after the end, without a title, or with another number', () => {
    const description = '0:00 A\n0:30 B\n0:20 C\n0:40\n0:50:11:22 D\n0:75 E\n9:00 F'
    expect(parseChapters(description, 100).map(({ title }) => title)).toEqual(['A', 'B'])
  })

  it('returns ascending starts inside the video for every text', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('0:00', '1:00', '\n', ' Title', '0:30'))
    fc.assert(
      fc.property(fc.array(word), fc.nat(200), (words, duration) => {
        const chapters = parseChapters(`0:00 A\n${words.join('')}`, duration)
        const starts = chapters.map(({ start }) => start)
        expect(starts).toEqual([...new Set(starts)].toSorted((a, b) => a - b))
        for (const { start, title } of chapters) {
          expect(title).toBe(title.trim())
          expect(title).not.toBe('')
          if (duration) expect(start).toBeLessThan(duration)
        }
      }),
    )
  })
})
