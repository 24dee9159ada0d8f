import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDescription } from '../../../src/features/watch/model/description.ts'

/** The links and times of a description, without the text between them. */
const found = (description: string, duration = 0) =>
  parseDescription(description, duration).flatMap((part) =>
    part.kind === 'text' ? [] : [part.kind === 'link' ? part.url : part.time],
  )

describe('parseDescription', () => {
  it('finds links without the punctuation of the sentence', () => {
    expect(found('See https://a.example/x?y=1#z, or (http://b.example/c_(d)).')).toEqual([
      'https://a.example/x?y=1#z',
      'http://b.example/c_(d)',
    ])
    expect(found('详见https://a.example/页面。谢谢')).toEqual([
      'https://a.example/%E9%A1%B5%E9%9D%A2',
    ])
  })

  it('links only to pages of the web', () => {
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://a.example', 'https://'])
      expect(found(text)).toEqual([])
  })

  it('finds times, but no numbers that look similar', () => {
    expect(found('0:42 Start\n1:02:03 End (12:08)')).toEqual([42, 3723, 728])
    expect(found('Ratio 16:9, at 1:2, 10:75, 1:2:3:4, 1.2:30, 2026-11-30T06:30:00.5')).toEqual([])
  })

  it('finds no times after the end of the video', () => {
    expect(found('0:42 and 3:00', 60)).toEqual([42])
  })

  it('finds times in links only as a part of the link', () => {
    expect(found('https://a.example/at/0:42')).toEqual(['https://a.example/at/0:42'])
  })

  it('keeps every character', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('http://a.b/c', 'https://x.y(', '1:23', '12:34:56', ' ', ')', '.', '\n'),
    )
    fc.assert(
      fc.property(fc.array(word), fc.nat(5000), (words, duration) => {
        const description = words.join('')
        const parts = parseDescription(description, duration)
        expect(parts.map(({ text }) => text).join('')).toBe(description)
      }),
    )
  })
})
