import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import {
  formatOfExtension,
  splitName,
  uploadNameOf,
  validateSourceFile,
  vodNameOf,
} from '../src/index.ts'

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

  it.each([...'\\/:*?"<>|', '\n', '\0', '😀'])(
    'accepts the character %j in a name',
    (character) => {
      expect(validateSourceFile(file(`a${character}b.mp4`), gigabyte)).toBeUndefined()
    },
  )

  it.each([' .mp4', `${'a'.repeat(300)}.mp4`, ''])('rejects the name %j', (name) => {
    expect(validateSourceFile(file(name), gigabyte)).toBe('invalid-name')
  })

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
    ['photo.png', 'image/png', 'not-a-video'],
    ['stream.ts', 'text/vnd.trolltech.linguist', undefined],
    ['camera.mts', 'model/vnd.mts', undefined],
    ['clip', 'video/mp4', undefined],
    ['clip', '', 'not-a-video'],
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

describe('uploadNameOf', () => {
  it.each([
    ['a: b? <c>.mp4', '', 'a: b? <c>.mp4'],
    ['clip', 'video/mp4', 'clip.mp4'],
    ['clip', 'video/quicktime', 'clip.mov'],
    ['clip.', 'video/webm', 'clip..webm'],
    ['holiday.2026', 'video/mp4', 'holiday.2026.mp4'],
    ['...', 'video/mp4', '....mp4'],
    [' .mp4', 'video/mp4', 'video.mp4'],
    ['', 'video/mp4', 'video.mp4'],
    ['odd.xyz', 'video/x-new', 'odd.xyz'],
    [`${'假'.repeat(300)}.MKV`, '', `${'假'.repeat(251)}.mkv`],
  ])('of %j with type %j is %j', (name, type, expected) => {
    expect(uploadNameOf({ name, type })).toBe(expected)
  })

  it('takes the extension of the format that was recognized', () => {
    expect(uploadNameOf({ name: 'clip', type: '' }, formatOfExtension('avi'))).toBe('clip.avi')
  })

  it('is valid for every name, and keeps the whole name as the title if it is short', () => {
    const names = fc.string({ unit: 'grapheme', maxLength: 400 })
    fc.assert(
      fc.property(names, fc.constantFrom('video/mp4', 'video/webm'), (name, type) => {
        const uploadName = uploadNameOf({ name, type })
        expect(validateSourceFile({ name: uploadName, size: 1, type }, gigabyte)).toBeUndefined()
        if (name.trim() && name.length < 200)
          expect(uploadName.startsWith(splitName(name).base.trim().slice(0, 1))).toBe(true)
      }),
    )
  })
})

describe('vodNameOf', () => {
  it.each([
    ['My first reel.v2.mp4', 'My first reel.v2'],
    ['a: b? <c>|*.mp4', 'a b c'],
    ['假日 😀.mov', '假日 😀'],
    ['clip..mp4', 'clip'],
    ['....mp4', 'video'],
    ['CON.mp4', '_CON'],
    ['nul.backup.mp4', '_nul.backup'],
    ['line\nbreak\u202Egpj.mp4', 'line break gpj'],
    [`${'😀'.repeat(80)}.mp4`, '😀'.repeat(64)],
  ])('of %j is %j', (name, expected) => {
    expect(vodNameOf(name)).toBe(expected)
  })

  it('has no forbidden character and at most 64 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const vodName = vodNameOf(`${name}.mp4`)
        expect(vodName).not.toMatch(/[\\/:*?"<>|\p{Cc}]|^[\s.]|[\s.]$|^$/u)
        expect([...vodName].length).toBeLessThanOrEqual(65)
      }),
    )
  })
})
