import type { Upload, UploadStatus } from '@reelferry/contract'
import { describe, expect, it } from 'vitest'
import {
  countGroups,
  filterUploads,
  isUnfinished,
  titleOf,
} from '../../../src/features/library/model/filter.ts'

const upload = (name: string, status: UploadStatus, more: Partial<Upload> = {}) =>
  ({ name, status, ...more }) as Upload

const library = [
  upload('Été à Lyon.mp4', 'ready'),
  upload('b.mp4', 'processing', { title: 'Summer in Lyon' }),
  upload('c.mp4', 'failed', { description: '去年夏天，里昂' }),
  upload('d.mp4', 'deleted'),
  upload('e.mp4', 'open'),
  upload('f.mp4', 'expired'),
]
const found = (group: Parameters<typeof filterUploads>[1], search: string) =>
  filterUploads(library, group, search).map(({ name }) => name)

describe('filterUploads', () => {
  it('returns all videos in their order, without deleted and unfinished ones', () => {
    expect(found('all', ' ')).toEqual(['Été à Lyon.mp4', 'b.mp4', 'c.mp4'])
    expect(library.filter(isUnfinished).map(({ name }) => name)).toEqual(['e.mp4', 'f.mp4'])
  })

  it('filters by status', () => {
    expect(found('ready', '')).toEqual(['Été à Lyon.mp4'])
    expect(found('underWay', '')).toEqual(['b.mp4'])
    expect(found('problem', '')).toEqual(['c.mp4'])
  })

  it('counts the videos of each group', () => {
    expect(countGroups(library)).toEqual({ all: 3, ready: 1, underWay: 1, problem: 1 })
  })

  it.each([
    ['lyon', ['Été à Lyon.mp4', 'b.mp4']],
    ['ETE', ['Été à Lyon.mp4']],
    ['lyon summer', ['b.mp4']],
    ['夏天', ['c.mp4']],
    ['nowhere', []],
  ])('finds %s in titles, names and descriptions', (search, names) => {
    expect(found('all', search)).toEqual(names)
  })

  it('titles a video by its title, or by its file name', () => {
    expect(titleOf({ name: 'a.b.mp4' })).toBe('a.b')
    expect(titleOf({ name: 'a.mp4', title: 'B' })).toBe('B')
  })
})
