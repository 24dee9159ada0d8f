import type { FileId, Upload, UploadId, UploadStatus } from '@reelferry/contract'
import { expect, it } from 'vitest'
import { pollStatus } from '../../../../src/features/upload/queue/status-polling.ts'
import { createJobTable } from '../../../../src/features/upload/queue/job-table.ts'

const uploadId = 'A'.repeat(22) as UploadId
const fileId = '1' as FileId

/** Polls with a clock that only waits advance. `statusAt` returns the status at a time in seconds. */
async function poll(statusAt: (seconds: number) => UploadStatus, mayPoll = async () => undefined) {
  const table = createJobTable()
  const source = { name: 'a.mp4', size: 1, type: '' }
  table.add({ jobId: 'a', source, stage: 'processing', uploadId, fileId, inReview: false })
  const requests: number[] = []
  let seconds = 0
  const upload = async (): Promise<Upload> => {
    requests.push(seconds)
    const status = statusAt(seconds)
    return { uploadId, name: 'a.mp4', openedAt: 0, status, visibility: 'public', retryAfter: 1 }
  }
  await pollStatus(
    table,
    { jobId: 'a', uploadId, fileId },
    {
      edge: { upload },
      wait: async (ms) => void (seconds += ms / 1000),
      mayPoll,
    },
  )
  return requests
}

it('polls at most 70 times during one hour of processing', async () => {
  const requests = await poll((seconds) => (seconds < 3600 ? 'processing' : 'ready'))
  expect(requests.length).toBeLessThanOrEqual(70)
  expect(requests.slice(0, 6)).toEqual([1, 3, 6, 11, 19, 32])
})

it('polls often again when the status changes', async () => {
  const requests = await poll((seconds) =>
    seconds < 60 ? 'uploaded' : seconds < 100 ? 'processing' : 'ready',
  )
  const [first = 0, second = 0] = requests.filter((seconds) => seconds >= 60)
  expect(second - first).toBe(2)
})

it('does not poll while that is not useful', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const polled = poll(
    () => 'ready',
    () => promise,
  )
  const before = await Promise.race([polled, Promise.resolve('waiting')])
  expect(before).toBe('waiting')
  resolve(undefined)
  expect(await polled).toHaveLength(1)
})
