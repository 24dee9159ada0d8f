import { describe, expect, it } from 'vitest'
import { refuseSourceFile, splitName } from '../src/index.ts'

const gigabyte = 1e9
const file = (name: string, over: Partial<{ size: number; type: string }> = {}) => ({
  name,
  size: 1000,
  type: 'video/mp4',
  ...over,
})

describe('refuseSourceFile', () => {
  it.each(['a.mp4', '假 日.v1.mov', "it's (1).MP4", 'a.b.c.mkv'])('takes %s', (name) => {
    expect(refuseSourceFile(file(name), gigabyte)).toBeUndefined()
  })

  it.each([...'\\/:*?"<>|', '\n', '\0'])('refuses the character %j in a name', (character) => {
    expect(refuseSourceFile(file(`a${character}b.mp4`), gigabyte)).toBe('invalid-name')
  })

  it.each(['clip', '.mp4', 'clip.', ' .mp4', `${'a'.repeat(300)}.mp4`])(
    'refuses the name %j',
    (name) => {
      expect(refuseSourceFile(file(name), gigabyte)).toBe('invalid-name')
    },
  )

  it('refuses an empty file', () => {
    expect(refuseSourceFile(file('a.mp4', { size: 0 }), gigabyte)).toBe('empty-file')
  })

  it('takes a file of exactly the limit and refuses one byte more', () => {
    expect(refuseSourceFile(file('a.mp4', { size: gigabyte }), gigabyte)).toBeUndefined()
    expect(refuseSourceFile(file('a.mp4', { size: gigabyte + 1 }), gigabyte)).toBe('file-too-large')
  })

  it.each([
    ['notes.txt', 'text/plain', 'not-a-video'],
    ['photo.mp4', 'image/png', 'not-a-video'],
    ['song.mp3', 'audio/mpeg', 'not-a-video'],
    ['unknown.xyz', '', 'not-a-video'],
    ['camera.mkv', '', undefined],
    ['camera.rmvb', 'application/vnd.rn-realmedia-vbr', undefined],
    ['odd.xyz', 'video/x-new', undefined],
  ])('%s of type %j: %s', (name, type, expected) => {
    expect(refuseSourceFile(file(name, { type }), gigabyte)).toBe(expected)
  })
})

describe('splitName', () => {
  it('keeps inner dots in the base and lower-cases the extension', () => {
    expect(splitName('My clip.v2.MP4')).toEqual({ base: 'My clip.v2', extension: 'mp4' })
    expect(splitName('noext')).toEqual({ base: 'noext', extension: '' })
  })
})
