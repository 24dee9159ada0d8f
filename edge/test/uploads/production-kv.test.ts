import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { notify, openUpload, request, signedQuery } from '../client.ts'
import { ProductionKV } from '../production-kv.ts'
import {
  newFileId,
  newFileUpload,
  procedureStateChanged,
  procedureTask,
  vodAccount,
} from '../vod-account.ts'

let vod: ReturnType<typeof vodAccount>
let kv: ProductionKV

beforeEach(() => {
  vod = vodAccount()
  kv = new ProductionKV()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const bindings = () => ({ UPLOADS: kv })

const status = async (uploadId: string, fileId = '') => {
  const query = fileId && `?fileId=${fileId}`
  const response = await request(`/api/uploads/${uploadId}${query}`, {}, bindings())
  return (await response.json<{ status: string }>()).status
}

async function sent() {
  const uploadId = await openUpload('clip.mp4', bindings())
  const sourceContext = (await signedQuery(uploadId, bindings())).get('sourceContext') ?? ''
  const fileId = newFileId()
  return { uploadId, sourceContext, fileId, taskId: `task-${fileId}` }
}

describe('with KV as production has it', () => {
  it('an upload is known to its first poll, and ready once its events are in', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    expect(await status(uploadId)).toBe('open')
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings())
    kv.advance(2000)
    await notify(procedureStateChanged(task), undefined, bindings())
    // The location that polled before still has its misses in cache; a minute later it has not.
    kv.advance(61_000)
    expect(await status(uploadId)).toBe('ready')
  })

  it('a page that names its file does not wait for a stale cache', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    expect(await status(uploadId)).toBe('open')
    vod.publish({ fileId, sourceContext, taskId, task: procedureTask(fileId, taskId) })
    await notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings())
    // KV answers "open" for a minute; VOD is asked, and its answer remembered.
    await request(`/api/videos/${fileId}`, {}, bindings())
    expect(await status(uploadId, fileId)).not.toBe('open')
  })

  it('events at the same moment wait for each other where KV refuses, and none is lost', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    const event = newFileUpload(fileId, sourceContext, taskId)
    await Promise.all([
      notify(event, undefined, bindings()),
      notify(procedureStateChanged(task), undefined, bindings()),
      notify(event, undefined, bindings()),
    ])
    kv.advance(61_000)
    expect(await status(uploadId)).toBe('ready')
  })

  it('costs what the README says', async () => {
    const { uploadId, sourceContext, fileId, taskId } = await sent()
    const task = procedureTask(fileId, taskId)
    vod.publish({ fileId, sourceContext, taskId, task })
    await notify(newFileUpload(fileId, sourceContext, taskId), undefined, bindings())
    const whole = { ...kv.operations }
    await status(uploadId)
    const poll = {
      reads: kv.operations.reads - whole.reads,
      writes: kv.operations.writes - whole.writes,
      lists: kv.operations.lists - whole.lists,
    }
    expect(poll).toEqual({ reads: 6, writes: 0, lists: 0 })
    expect(whole).toEqual({ reads: 12, writes: 6, lists: 0 })
  })
})
