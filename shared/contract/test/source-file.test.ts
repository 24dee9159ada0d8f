import { describe, expect, it } from 'vitest'
import { validateSourceFile, splitName } from '../src/index.ts'

const gigabyte = 1e9
const file = (name: string, over: Partial<{ size: number; type: string }> = {}) => ({
  name,
  size: 1000,
  type: 'video/mp4',
  ...over,
})

describe('validateSourceFile', () => {
  it.each(['a.mp4', '假 日.v1.mov', "it's (1).MP4", 'a.b.c.mkv'])('accepts %s', (name) => {
    expect(validateSourceFile(file(name), gigabyte)).toBeUndefined()
  })

  it.each([...'\\/:*?"<>|', '\n', '\0'])('rejects the character %j in a name', (character) => {
    expect(validateSourceFile(file(`a${character}b.mp4`), gigabyte)).toBe('invalid-name')
  })

  it.each(['clip', '.mp4', 'clip.', ' .mp4', `${'a'.repeat(300)}.mp4`])(
    'rejects the name %j',
    (name) => {
      expect(validateSourceFile(file(name), gigabyte)).toBe('invalid-name')
    },
  )

  it('rejects an empty file', () => {
    expect(validateSourceFile(file('a.mp4', { size: 0 }), gigabyte)).toBe('empty-file')
  })

  it('accepts a file of exactly the limit and rejects one byte more', () => {
    expect(validateSourceFile(file('a.mp4', { size: gigabyte }), gigabyte)).toBeUndefined()
    expect(validateSourceFile(file('a.mp4', { size: gigabyte + 1 }), gigabyte)).toBe(
      'file-too-large',
    )
  })

  it.each([
    ['notes.txt', 'text/plain', 'not-a-video'],
    ['photo.mp4', 'image/png', 'not-a-video'],
    ['song.mp3', 'audio/mpeg', 'not-a-video'],
    ['unknown.xyz', '', 'not-a-video'],
    ['camera.mkv', '', undefined],
    ['camera.rmvb', 'application/vnd.rn-realmedia-vbr', undefined],
    ['odd.xyz', 'video/x-new', undefined],
  ])('validates %s of type %j with the result %s', (name, type, expected) => {
    expect(validateSourceFile(file(name, { type }), gigabyte)).toBe(expected)
  })
})

describe('splitName', () => {
  it('keeps inner dots in the base and converts the extension to lower case', () => {
    expect(splitName('My clip.v2.MP4')).toEqual({ base: 'My clip.v2', extension: 'mp4' })
    expect(splitName('noext')).toEqual({ base: 'noext', extension: '' })
  })
})
