import { describe, expect, it, vi } from 'vitest'
import { watch } from 'vue'
import { EdgeError } from '../../../../src/api/request.ts'
import { chosen, createTestQueue } from './test-queue.ts'

describe('failures', () => {
  it('reports an unreadable file and adds the others', async () => {
    const { queue, stage } = createTestQueue()
    await queue.add(['a.mp4', 'gone.mp4', 'c.mp4'].map((name) => chosen(name)))
    expect(['a.mp4', 'gone.mp4', 'c.mp4'].map(stage)).toEqual(['draft', 'failed', 'draft'])
    expect(queue.jobs.value[1]).toMatchObject({
      failure: { code: 'file-unreadable', retryable: false },
    })
  })

  it('opens a new upload if the edge closed the old one', async () => {
    const { queue, transfers, id, stage, opened } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.fail(new EdgeError('upload-closed'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
    queue.retry(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect([opened(), transfers[1]?.options.sessionKey]).toEqual([2, ''])
  })

  it('retries to open the upload while the network is lost, and shows that it reconnects', async () => {
    const { queue, transfers, id, failRequests, opened } = createTestQueue()
    failRequests(3)
    const seen: unknown[] = []
    watch(queue.jobs, ([job]) => seen.push(job?.stage === 'uploading' && job.activity), {
      flush: 'sync',
    })
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    expect(opened()).toBe(1)
    expect(seen).toContain('reconnecting')
    expect(queue.jobs.value[0]).toMatchObject({ stage: 'uploading', activity: 'sending' })
  })

  it.each(['vod-unavailable', 'issuer-unavailable', 'internal-error'] as const)(
    'retries after %s when the network is back',
    async (code) => {
      const { queue, transfers, id, failRequests } = createTestQueue()
      failRequests(6, code)
      await queue.add([chosen('a.mp4')])
      queue.start(id('a.mp4'))
      await vi.waitFor(() => expect(transfers).toHaveLength(1))
    },
  )

  it('reports the file to the edge before it accepts that an upload has expired', async () => {
    const { queue, transfers, id, stage, setStatus, polledWith } = createTestQueue()
    setStatus('expired')
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
    expect(polledWith).toEqual([undefined, ...Array.from({ length: 4 }, () => '7')])
  })

  it('follows the canonical file of an upload that was published twice', async () => {
    const { queue, transfers, id, stage, setFileId } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    setFileId('8')
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(queue.jobs.value[0]).toMatchObject({ fileId: '8' })
  })
})
