import { describe, expect, it, vi } from 'vitest'
import type { Suggestion } from '../../../../src/features/prepare/quality/suggest-quality.ts'
import { defaultSettings } from '../../../../src/features/upload/persistence/settings-store.ts'
import { chosen, createTestQueue, settled } from './test-queue.ts'

const suggested720p = async (): Promise<Suggestion> => ({
  canCompress: true,
  choice: { quality: '720p' },
})
const automatic = { ...defaultSettings, startAutomatically: true }

const choicesOf = ({ queue }: ReturnType<typeof createTestQueue>) =>
  queue.jobs.value.map(({ source }) => source.choice?.quality)

describe('the settings for new videos', () => {
  it('give new videos a visibility, unless it is that of every video', async () => {
    const test = createTestQueue({ settings: { ...defaultSettings, visibility: 'unlisted' } })
    await test.queue.add([chosen('a.mp4')])
    expect(test.queue.jobs.value).toMatchObject([{ details: { visibility: 'unlisted' } }])
    expect(test.journaled.get(test.id('a.mp4'))?.details?.visibility).toBe('unlisted')
    const usual = createTestQueue()
    await usual.queue.add([chosen('a.mp4')])
    expect(usual.queue.jobs.value[0]).not.toHaveProperty('details')
  })

  it('name the quality that is suggested', async () => {
    const suggestQuality = vi.fn(suggested720p)
    const settings = { ...defaultSettings, quality: '720p' as const }
    const test = createTestQueue({ settings, suggestQuality })
    await test.queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(choicesOf(test)).toEqual(['720p']))
    expect(suggestQuality).toHaveBeenCalledWith(
      expect.any(File),
      expect.objectContaining({ preferred: '720p' }),
    )
  })

  it('do not start a video by default', async () => {
    const test = createTestQueue({ suggestQuality: suggested720p })
    await test.queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(choicesOf(test)).toEqual(['720p']))
    await settled()
    expect(test.stage('a.mp4')).toBe('draft')
  })
})

describe('an automatic start', () => {
  it('waits until the video is persisted and its quality is known', async () => {
    const { promise, resolve } = Promise.withResolvers<Suggestion>()
    const test = createTestQueue({ settings: automatic, suggestQuality: () => promise })
    await test.queue.add([chosen('a.mp4')])
    await settled()
    expect([test.stage('a.mp4'), test.journaled.size]).toEqual(['draft', 1])
    resolve(await suggested720p())
    await vi.waitFor(() => expect(test.transfers).toHaveLength(1))
    expect(test.transfers[0]?.options.compression?.choice).toEqual({ quality: '720p' })
  })

  it('sends the quality that the creator chose meanwhile, also the original', async () => {
    for (const quality of ['360p', 'Original'] as const) {
      const { promise, resolve } = Promise.withResolvers<Suggestion>()
      const test = createTestQueue({ settings: automatic, suggestQuality: () => promise })
      await test.queue.add([chosen('a.mp4')])
      test.queue.chooseQuality(test.id('a.mp4'), { quality })
      resolve(await suggested720p())
      await vi.waitFor(() => expect(test.transfers).toHaveLength(1))
      const choice = test.transfers[0]?.options.compression?.choice.quality ?? 'Original'
      expect(choice).toBe(quality)
    }
  })

  it('does not send the original if the file could not be inspected', async () => {
    const suggestQuality = () => Promise.reject(new Error('Failed to fetch the module'))
    const test = createTestQueue({ settings: automatic, suggestQuality })
    await test.queue.add([chosen('a.mp4')])
    for (let turn = 0; turn < 3; turn++) await settled()
    expect([test.stage('a.mp4'), test.transfers]).toEqual(['draft', []])
  })

  it('does not apply to a video that was removed or started meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<Suggestion>()
    const test = createTestQueue({ settings: automatic, suggestQuality: () => promise })
    await test.queue.add([chosen('removed.mp4'), chosen('canceled.mp4')])
    test.queue.start(test.id('canceled.mp4'))
    test.queue.cancel(test.id('canceled.mp4'))
    test.queue.remove(test.id('removed.mp4'))
    resolve(await suggested720p())
    for (let turn = 0; turn < 3; turn++) await settled()
    test.queue.undo()
    expect([test.stage('removed.mp4'), test.stage('canceled.mp4')]).toEqual(['draft', 'canceled'])
    expect(test.running()).toBe(0)
  })
})

describe('a suggested quality', () => {
  it('never replaces the choice of the creator, also on the next page', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('original.mp4'), chosen('small.mp4'), chosen('open.mp4')])
    before.queue.chooseQuality(before.id('original.mp4'), { quality: 'Original' })
    before.queue.chooseQuality(before.id('small.mp4'), { quality: '360p' })
    const after = createTestQueue({
      ...{ journaled: before.journaled, storedFiles: before.storedFiles },
      suggestQuality: suggested720p,
    })
    await after.queue.restore()
    await vi.waitFor(() => expect(choicesOf(after)).toEqual([undefined, '360p', '720p']))
  })

  it('is found again after the video was trimmed', async () => {
    const suggestQuality = vi.fn(suggested720p)
    const test = createTestQueue({ suggestQuality })
    await test.queue.add([chosen('a.mp4')])
    const trim = { start: 1, end: 2, copy: true }
    test.queue.edit(test.id('a.mp4'), { type: 'trim', trim })
    await vi.waitFor(() =>
      expect(suggestQuality).toHaveBeenLastCalledWith(
        expect.any(File),
        expect.objectContaining({ trim }),
      ),
    )
  })
})

describe('changes of all videos', () => {
  it('choose the quality of drafts that can be compressed, inspected before or after', async () => {
    const results = new Map([
      [
        'cannot.mp4',
        Promise.resolve<Suggestion>({ canCompress: false, choice: { quality: 'Original' } }),
      ],
      ['can.mp4', suggested720p()],
    ])
    const { promise, resolve } = Promise.withResolvers<Suggestion>()
    const suggestQuality = (file: File) => results.get(file.name) ?? promise
    const test = createTestQueue({ suggestQuality })
    await test.queue.add([chosen('can.mp4'), chosen('cannot.mp4'), chosen('later.mp4')])
    await vi.waitFor(() => expect(choicesOf(test)).toEqual(['720p', undefined, undefined]))
    test.queue.chooseQualityForAll({ quality: '480p' })
    expect(choicesOf(test)).toEqual(['480p', undefined, '480p'])
    resolve({ canCompress: false, choice: { quality: 'Original' } })
    await vi.waitFor(() => expect(choicesOf(test)).toEqual(['480p', undefined, undefined]))
    test.queue.start(test.id('can.mp4'))
    test.queue.chooseQualityForAll({ quality: '360p' })
    expect(choicesOf(test)[0]).toBe('480p')
  })

  it('set the visibility of all that are not finished, and keep their other details', async () => {
    const test = createTestQueue()
    const { queue, transfers, id, stage } = test
    await queue.add(['ready.mp4', 'sending.mp4', 'draft.mp4'].map((name) => chosen(name)))
    queue.editDetails(id('draft.mp4'), { title: 'Harbor', description: '' })
    queue.start(id('ready.mp4'))
    queue.start(id('sending.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    transfers.find(({ file }) => file.name === 'ready.mp4')?.commit()
    await vi.waitFor(() => expect(stage('ready.mp4')).toBe('ready'))
    queue.setVisibilityForAll('private')
    expect(queue.jobs.value.map(({ details }) => details)).toMatchObject([
      undefined,
      { visibility: 'private' },
      { title: 'Harbor', visibility: 'private' },
    ])
  })
})
