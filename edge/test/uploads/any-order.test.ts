import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { notify, openUpload, request, signedQuery } from '../client.ts'
import {
  newFileId,
  newFileUpload,
  procedureStateChanged,
  procedureTask,
  reviewComplete,
  vodAccount,
} from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>

beforeEach(() => {
  vod = vodAccount()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Every notification that VOD may send about one file, by name. */
const events = {
  uploaded: (fileId: string, context: string, taskId: string) =>
    newFileUpload(fileId, context, taskId),
  uploadedWithoutTask: (fileId: string, context: string) => newFileUpload(fileId, context),
  changed: (fileId: string, _: string, taskId: string) =>
    procedureStateChanged(procedureTask(fileId, taskId, { Status: 'PROCESSING' })),
  finished: (fileId: string, _: string, taskId: string) =>
    procedureStateChanged(procedureTask(fileId, taskId)),
  reviewed: (fileId: string) => reviewComplete(fileId, 'pass'),
  unknown: () => ({ EventType: 'PersistenceComplete' }),
}
type Kind = keyof typeof events

const deliveries = fc.array(fc.constantFrom(...(Object.keys(events) as Kind[])), {
  minLength: 1,
  maxLength: 8,
})

/**
 * The test delivers about 700 events, and each needs several operations of Miniflare's KV. It took 27 s on a machine
 * with a load of 12.
 */
const timeoutMs = 180_000

it(
  'any events about one file lead to the same status, in any order and number',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        deliveries,
        fc.boolean(),
        fc.constantFrom('SUCCESS', 'FAIL', 'block'),
        async (kinds, atOnce, end) => {
          const uploadId = await openUpload()
          const context = (await signedQuery(uploadId)).get('sourceContext') ?? ''
          const fileId = newFileId()
          const taskId = `task-${fileId}`
          const task = procedureTask(fileId, taskId, {
            transcodes: [end === 'FAIL' ? 'FAIL' : 'SUCCESS'],
            review: { Status: 'SUCCESS', Suggestion: end === 'block' ? 'block' : 'pass' },
          })
          vod.publish({ fileId, sourceContext: context, taskId, task })
          const deliver = (kind: Kind) => notify(events[kind](fileId, context, taskId))
          if (atOnce) await Promise.all(kinds.map(deliver))
          else for (const kind of kinds) await deliver(kind)

          const isReported = kinds.some((kind) => !['unknown', 'reviewed'].includes(kind))
          const reported = isReported
            ? { SUCCESS: 'ready', FAIL: 'failed', block: 'rejected' }[end]
            : 'open'
          const response = await request(`/api/uploads/${uploadId}`)
          expect(await response.json()).toMatchObject({ status: reported })
        },
      ),
      { numRuns: 150 },
    )
  },
  timeoutMs,
)
