import { expect, it } from 'vitest'
import { spaceAfter } from '../../src/i18n/sentences.ts'

it.each([
  ['Connection lost.', 'Retry.', 'Connection lost. Retry.'],
  ['连接已断开。', '请重试。', '连接已断开。请重试。'],
  ['无标点', '请重试。', '无标点 请重试。'],
])('joins "%s" and "%s"', (first, second, joined) => {
  expect(first + spaceAfter(first) + second).toBe(joined)
})

it('adds no space after a full-width stop', () => {
  expect(spaceAfter('完成。')).toBe('')
  expect(spaceAfter('Done.')).toBe(' ')
})
