import { describe, expect, it, vi } from 'vitest'
import { chosen, createTestQueue, settled } from './test-queue.ts'

describe('a frame of a video without a chosen cover', () => {
  const picture = (name: string) => new File(['a picture'], name, { type: 'image/jpeg' })

  /** Starts the upload of `a.mp4`. */
  async function startUpload(takeFrame: () => Promise<File | undefined>) {
    const all = createTestQueue()
    all.setTakeFrame(takeFrame)
    await all.queue.add([chosen('a.mp4')])
    all.queue.start(all.id('a.mp4'))
    await vi.waitFor(() => expect(all.transfers).toHaveLength(1))
    return all
  }

  it('is sent after the video, reported when it is ready, and does not count as chosen', async () => {
    const all = await startUpload(async () => picture('frame.jpg'))
    const { queue, transfers, stage, coversSent, coversReported, setStatus } = all
    expect(transfers[0]?.options.cover).toBeUndefined()
    await settled()
    expect(coversSent).toEqual([])
    setStatus('processing')
    transfers[0]?.commit()
    await vi.waitFor(() => expect(coversSent).toEqual(['frame.jpg for 7']))
    await settled()
    expect(coversReported).toEqual([])
    setStatus('ready')
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    await vi.waitFor(() => expect(coversReported).toEqual(['7']))
    expect(queue.jobs.value[0]?.cover).toBeUndefined()
    expect(coversSent).toHaveLength(1)
  })

  it('does not delay the video, and is sent when it is ready', async () => {
    const { promise, resolve } = Promise.withResolvers<File>()
    const { transfers, stage, coversSent, coversReported } = await startUpload(() => promise)
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(coversSent).toEqual([])
    resolve(picture('late.jpg'))
    await vi.waitFor(() => expect(coversReported).toEqual(['7']))
    expect(coversSent).toEqual(['late.jpg for 7'])
  })

  it('is taken from the part that is kept', async () => {
    const { queue, id, framesTaken, transfers } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    const trim = { start: 1, end: 3, copy: true }
    queue.edit(id('a.mp4'), { type: 'trim', trim })
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    expect(framesTaken).toEqual([{ name: 'a.mp4', trim }])
  })

  it('is only taken of videos that are being sent', async () => {
    const { queue, transfers, framesTaken } = createTestQueue()
    await queue.add(['a.mp4', 'b.mp4', 'c.mp4'].map((name) => chosen(name)))
    await settled()
    expect(framesTaken).toEqual([])
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(framesTaken.map(({ name }) => name)).toEqual(['a.mp4', 'b.mp4'])
  })

  it('is not taken if the creator chose a cover before', async () => {
    const { queue, id, framesTaken, transfers } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('chosen.jpg') })
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    expect(framesTaken).toEqual([])
  })

  it('is not sent if the creator chose a cover meanwhile', async () => {
    const all = await startUpload(async () => picture('frame.jpg'))
    const { queue, id, transfers, stage, coversSent } = all
    await settled()
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('chosen.jpg') })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(coversSent).toEqual(['chosen.jpg for 7']))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(coversSent).toHaveLength(1)
  })

  it('is replaced by a cover that is chosen while the frame is being sent', async () => {
    const all = await startUpload(async () => picture('frame.jpg'))
    const { queue, id, transfers, coversSent, delayAnswers } = all
    await settled()
    const answer = delayAnswers()
    transfers[0]?.commit()
    await settled()
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('chosen.jpg') })
    answer()
    await vi.waitFor(() => expect(queue.jobs.value[0]?.cover?.state).toBe('sent'))
    expect(coversSent).toEqual(['frame.jpg for 7', 'chosen.jpg for 7'])
  })

  it('of a trim that was changed after a failure is not sent', async () => {
    const { promise, resolve } = Promise.withResolvers<File>()
    const all = await startUpload(() => promise)
    const { queue, id, transfers, stage, coversSent, setTakeFrame } = all
    transfers[0]?.fail(new Error('failed'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
    queue.edit(id('a.mp4'), { type: 'trim', trim: { start: 1, end: 3, copy: true } })
    setTakeFrame(async () => picture('new.jpg'))
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    resolve(picture('old.jpg'))
    await settled()
    transfers[1]?.commit()
    await vi.waitFor(() => expect(coversSent).toEqual(['new.jpg for 7']))
  })

  it.each([
    ['cannot be taken', () => Promise.reject(new Error('no decoder'))],
    ['is refused', async () => picture('refused.jpg')],
  ])('that %s is not reported', async (_, takeFrame) => {
    const { queue, transfers, stage, coversSent } = await startUpload(takeFrame)
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    await settled()
    expect(coversSent).toEqual([])
    expect(queue.jobs.value[0]?.cover).toBeUndefined()
  })
})
