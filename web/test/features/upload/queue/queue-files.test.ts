import { describe, expect, it, vi } from 'vitest'
import { watch } from 'vue'
import type { JournalEntry } from '../../../../src/features/upload/persistence/journal.ts'
import { chosen, createTestQueue, settled, video } from './test-queue.ts'

describe('stored files', () => {
  it('let an upload continue automatically', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    await vi.waitFor(() => expect(before.storedFiles.size).toBe(1))

    const after = createTestQueue(before)
    await after.queue.restore()
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options.sessionKey).toBe('session of a.mp4')
    expect(await after.transfers[0]?.file.text()).toBe('content of a.mp4')
    // The same file chosen once more is not a second video.
    await after.queue.add([chosen('a.mp4')])
    expect(after.queue.jobs.value).toHaveLength(1)
    after.transfers[0]?.commit()
    await vi.waitFor(() => expect(after.stage('a.mp4')).toBe('ready'))
    await vi.waitFor(() => expect(after.storedFiles.size).toBe(0))
  })

  it('include a file that was chosen just before the tab was closed', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    await settled()
    const after = createTestQueue(before)
    await after.queue.restore()
    after.queue.start(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(await after.transfers[0]?.file.text()).toBe('content of a.mp4')
  })

  it('are copied one after the other, the smallest first, unless they are not needed any more', async () => {
    const { queue, copying, delayCopies, storedFiles, id, endUndoTime } = createTestQueue()
    const done = delayCopies()
    const sizes = { 'large.mp4': 30, 'larger.mp4': 40, 'small.mp4': 10, 'removed soon.mp4': 5 }
    const files = Object.entries(sizes).map(([name, size]) => chosen(name, 'x'.repeat(size)))
    let isAdded = false
    const adding = queue.add(files).then(() => (isAdded = true))
    await vi.waitFor(() => expect(queue.jobs.value).toHaveLength(4))
    await settled()
    expect(copying).toEqual(['large.mp4'])
    queue.remove(id('removed soon.mp4'))
    endUndoTime()
    // The caller, such as the service worker, keeps its copies until then.
    expect(isAdded).toBe(false)
    done()
    await adding
    expect(storedFiles.size).toBe(3)
    expect(copying).toEqual(['large.mp4', 'small.mp4', 'larger.mp4'])
  })

  it('include a file that was chosen again', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.storedFiles.clear()
    const second = createTestQueue(before)
    await second.queue.restore()
    await vi.waitFor(() => expect(second.stage('a.mp4')).toBe('paused'))
    await second.queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(second.storedFiles.size).toBe(1))
    const third = createTestQueue(second)
    await third.queue.restore()
    await vi.waitFor(() => expect(third.transfers).toHaveLength(1))
  })

  it('replace a file that changes or disappears during the upload', async () => {
    const { queue, transfers, id, stage, storedFiles } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.fail(new DOMException('', 'NotReadableError'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(transfers[1]?.file).toBe(storedFiles.get(id('a.mp4')))
    expect(transfers[1]?.options.sessionKey).toBe('session of a.mp4')
    // A broken disk is not read again and again.
    transfers[1]?.fail(new DOMException('', 'NotReadableError'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
  })

  it('are missing if the file disappears before it is copied: it must be chosen again', async () => {
    const { queue, transfers, id, storedFiles } = createTestQueue()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    storedFiles.clear()
    transfers[0]?.fail(new DOMException('', 'NotReadableError'))
    await vi.waitFor(() =>
      expect(queue.jobs.value).toMatchObject([{ stage: 'paused', missing: 'file' }]),
    )
    await queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(transfers[1]?.options.sessionKey).toBe('session of a.mp4')
    expect(queue.jobs.value).toHaveLength(1)
  })

  it('are removed with a job that is removed at once', async () => {
    const { queue, storedFiles, journaled, lockedJobs, endUndoTime } = createTestQueue()
    const remove = (jobId: string) => {
      queue.remove(jobId)
      endUndoTime()
    }
    watch(queue.jobs, ([job]) => job && remove(job.jobId), { flush: 'sync' })
    await queue.add([chosen('a.mp4')])
    await settled()
    await settled()
    expect([storedFiles.size, journaled.size, lockedJobs()]).toEqual([0, 0, 0])
  })

  it('refer to a recording at once, and remove it only when it is published', async () => {
    const test = createTestQueue()
    const { queue, storedFiles, removedAsPublished, transfers, id, stage, endUndoTime } = test
    const [sent, removed] = ['a.mp4', 'b.mp4'].map((name) => ({ ...chosen(name), recording: name }))
    if (!sent || !removed) throw new Error('There are two.')
    await queue.add([sent, removed])
    expect([...storedFiles.keys()]).toEqual([id('a.mp4'), id('b.mp4')])
    const [sentId, removedId] = [id('a.mp4'), id('b.mp4')]
    queue.remove(removedId)
    endUndoTime()
    queue.start(sentId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(storedFiles.size).toBe(0)
    expect(removedAsPublished).toEqual([sentId])
  })

  it('are ignored if their content has changed', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.storedFiles.size).toBe(1))
    before.storedFiles.set(before.id('a.mp4'), video('a.mp4', 'other content'))
    const after = createTestQueue(before)
    await after.queue.restore()
    await vi.waitFor(() =>
      expect(after.queue.jobs.value).toMatchObject([{ stage: 'paused', missing: 'file' }]),
    )
    expect(after.transfers).toEqual([])
  })

  it('need one click if the browser requires a permission', async () => {
    const before = createTestQueue()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.storedFiles.size).toBe(1))
    before.storedFiles.set(before.id('a.mp4'), 'permission')
    const after = createTestQueue(before)
    await after.queue.restore()
    await vi.waitFor(() =>
      expect(after.queue.jobs.value).toMatchObject([{ stage: 'paused', missing: 'permission' }]),
    )
    after.queue.resume(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
  })

  it('are reported as missing if the browser stores nothing, and the upload works', async () => {
    const refusing = new Map<string, JournalEntry>()
    refusing.set = () => {
      throw new DOMException('', 'QuotaExceededError')
    }
    const { queue, transfers, id } = createTestQueue({ journaled: refusing })
    await queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(queue.isPersistent.value).toBe(false))
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
  })
})
