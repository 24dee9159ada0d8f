import { expect, it, vi } from 'vitest'
import { chosen, createTestQueue } from './test-queue.ts'

it('sends the captions of a job once, when its upload is open', async () => {
  const { queue, id, transfers, captionsSent, stage } = createTestQueue()
  await queue.add([chosen('a.mp4')])
  expect(captionsSent).toEqual([])
  queue.start(id('a.mp4'))
  await vi.waitFor(() => expect(transfers).toHaveLength(1))
  transfers[0]?.commit()
  await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
  expect(captionsSent).toEqual([{ jobId: id('a.mp4'), uploadId: expect.any(String) }])
})
