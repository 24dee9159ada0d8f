import { describe, expect, it } from 'vitest'
import { formatMessage } from '../../src/i18n/message.ts'

describe('formatMessage', () => {
  it('replaces placeholders', () => {
    expect(formatMessage('{a} of {b}', { a: '1', b: '2' }, 'en')).toBe('1 of 2')
  })

  it('formats numbers for the language', () => {
    expect(formatMessage('{count}', { count: 1234.5 }, 'en')).toBe('1,234.5')
    expect(formatMessage('{count}', { count: 1234.5 }, 'de')).toBe('1.234,5')
  })

  it('selects the plural form of the language', () => {
    const message = { one: '{count} film', few: '{count} filmy', other: '{count} filmów' }
    expect(formatMessage(message, { count: 1 }, 'pl')).toBe('1 film')
    expect(formatMessage(message, { count: 3 }, 'pl')).toBe('3 filmy')
    expect(formatMessage(message, { count: 5 }, 'pl')).toBe('5 filmów')
  })
})
