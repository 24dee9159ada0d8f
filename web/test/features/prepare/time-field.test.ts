import { describe, expect, it } from 'vitest'
import {
  clockTime,
  parseTime,
  wholeClockTime,
} from '../../../src/features/prepare/trim/time-field.ts'

describe('typed times', () => {
  it.each([
    ['1:03.2', 63.2],
    [' 0:54.20 ', 54.2],
    ['63.2', 63.2],
    ['63,2', 63.2],
    ['1:00:03', 3603],
    ['0：05', 5],
    ['90:00', 5400],
  ])('reads %j as %d seconds', (text, seconds) => {
    expect(parseTime(text)).toBeCloseTo(seconds, 6)
  })

  it.each(['', 'one', '1:', ':5', '-1', '1:2:3:4', '1e3', '0:05.1234', 'Infinity'])(
    'refuses %j',
    (text) => {
      expect(parseTime(text)).toBeUndefined()
    },
  )

  it.each([0, 0.04, 59.99, 60, 3599.5, 3600, 7325.25])(
    'reads the shown form of %d seconds',
    (seconds) => {
      expect(parseTime(clockTime(seconds))).toBeCloseTo(seconds, 2)
    },
  )
})

it('shows labels of the ruler without a fraction', () => {
  expect([0, 59.9, 62, 3661].map(wholeClockTime)).toEqual(['0:00', '0:59', '1:02', '1:01:01'])
})
