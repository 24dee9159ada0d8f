import type { FileId, UploadId } from '@reelferry/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  afterLoss,
  afterReady,
  afterRestore,
  isSuperseded,
  laterFiles,
  restorableMs,
  type VideoFiles,
  withoutPrevious,
} from '../../src/uploads/video-files.ts'

const first = { uploadId: 'first' as UploadId, fileId: '1' as FileId, openedAt: 10 }
const second = { uploadId: 'second' as UploadId, fileId: '2' as FileId, openedAt: 20 }
const third = { uploadId: 'third' as UploadId, fileId: '3' as FileId, openedAt: 30 }

/** The state after replacements are ready in this order, at the times 100, 200 and so on. */
const after = (...replacements: (typeof second)[]) =>
  replacements.reduce<VideoFiles | undefined>(
    (files, replacement, index) =>
      afterReady(files, first, replacement, (index + 1) * 100) ?? files,
    undefined,
  )

const defined = (files: VideoFiles | undefined): VideoFiles => {
  if (!files) throw new Error('The video has no replacement.')
  return files
}

describe('the files of a video', () => {
  it('are the new one, and the old one for 30 days', () => {
    expect(after(second)).toEqual({
      at: 100,
      newest: 20,
      playing: { uploadId: 'second', fileId: '2', since: 100 },
      previous: { uploadId: 'first', fileId: '1', since: 10, until: 100 + restorableMs },
      retired: [{ fileId: '1', from: 10, to: 100 }],
    })
    expect(restorableMs).toBe(30 * 86_400_000)
  })

  it('do not change when the same replacement is ready again, or an older one', () => {
    expect(after(second, second)).toEqual(after(second))
    expect(after(third, second)).toEqual(after(third))
  })

  it('are the two newest ones after several replacements', () => {
    expect(after(second, third)).toMatchObject({
      playing: { uploadId: 'third' },
      previous: { uploadId: 'second' },
      retired: [{ fileId: '2' }, { fileId: '1' }],
    })
  })

  it('have no previous one if the video never had a file', () => {
    const files = afterReady(undefined, { ...first, fileId: undefined }, second, 100)
    expect(files).toMatchObject({ playing: { uploadId: 'second' }, retired: [] })
    expect(files).not.toHaveProperty('previous')
  })

  it('change places when the previous one is restored, and again', () => {
    const restored = defined(afterRestore(defined(after(second)), 500))
    expect(restored).toMatchObject({
      playing: { uploadId: 'first', since: 500 },
      previous: { uploadId: 'second', until: 500 + restorableMs },
    })
    expect(afterRestore(restored, 600)).toMatchObject({ playing: { uploadId: 'second' } })
  })

  it('stay restored when the events of the replacement are repeated', () => {
    const restored = defined(afterRestore(defined(after(second)), 500))
    expect(afterReady(restored, first, second, 600)).toBeUndefined()
    expect(afterReady(restored, first, third, 600)).toMatchObject({
      playing: { uploadId: 'third' },
      previous: { uploadId: 'first' },
    })
  })

  it('cannot be restored without a previous one', () => {
    expect(afterRestore(withoutPrevious(defined(after(second)), 300), 400)).toBeUndefined()
  })

  it('are the other one if VOD loses one', () => {
    const files = defined(after(second))
    const withoutSecond = afterLoss(files, second.uploadId, 300)
    expect(withoutSecond).toMatchObject({ playing: { uploadId: 'first' } })
    expect(withoutSecond).not.toHaveProperty('previous')
    expect(afterLoss(files, first.uploadId, 300)).not.toHaveProperty('previous')
    expect(afterLoss(files, third.uploadId, 300)).toBe(files)
    expect(afterLoss(defined(withoutSecond), first.uploadId, 400)).toBeUndefined()
  })

  it('are at most ten for the statistics', () => {
    const uploads = Array.from({ length: 15 }, (_, index) => ({ ...second, openedAt: 20 + index }))
    expect(after(...uploads)?.retired).toHaveLength(10)
  })

  it('are the later ones of two states, also if the clocks differ', () => {
    const files = defined(after(second))
    const restored = defined(afterRestore(files, files.at - 50))
    expect(laterFiles(files, restored)).toBe(restored)
    expect(laterFiles(restored, files)).toBe(restored)
    expect(laterFiles(restored, after(third))).toMatchObject({ newest: 30 })
    expect(laterFiles(undefined, files)).toBe(files)
  })

  it('are the same for every order and number of ready replacements', () => {
    const uploads = Array.from({ length: 5 }, (_, index) => ({
      uploadId: `upload ${index}` as UploadId,
      fileId: String(index) as FileId,
      openedAt: 20 + index,
    }))
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...uploads), { minLength: 1 }), (order) => {
        const files = defined(after(...order))
        const newest = order.reduce((a, b) => (b.openedAt > a.openedAt ? b : a))
        expect(files.playing.uploadId).toBe(newest.uploadId)
        for (const upload of uploads) {
          const isUsed = [files.playing.uploadId, files.previous?.uploadId].includes(
            upload.uploadId,
          )
          const mayFollow = upload.openedAt > newest.openedAt
          expect(isSuperseded(files, upload)).toBe(!isUsed && !mayFollow)
        }
      }),
    )
  })
})
