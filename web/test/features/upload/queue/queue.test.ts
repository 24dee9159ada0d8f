import type { EditUpload, FileId, Upload, UploadId, UploadStatus } from '@reelferry/contract'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { watch } from 'vue'
import { EdgeError } from '../../../../src/api/client.ts'
import {
  CanceledError,
  type TransferOptions,
} from '../../../../src/features/upload/transport/transfer.ts'
import type { JournalEntry } from '../../../../src/features/upload/persistence/journal.ts'
import { createQueue } from '../../../../src/features/upload/queue/queue.ts'

/** The outside, played by hand: transfers that end when told to, and an edge that answers at once. */
function outside({
  journaled = new Map<string, JournalEntry>(),
  kept = new Map<string, File | 'permission'>(),
  keptCovers = new Map<string, File>(),
  tabs = new Map<string, { holder: symbol; waiting: (() => void)[] }>(),
  configured = Promise.resolve(),
  owner = 'ada',
} = {}) {
  const tab = Symbol('tab')
  const transfers: {
    file: File
    options: TransferOptions
    state: 'running' | 'paused' | 'canceled' | 'done'
    commit: () => void
    fail: (error: unknown) => void
  }[] = []
  const measuredSpeeds: number[] = []
  const edits: { uploadId: UploadId; edited: EditUpload }[] = []
  const deleted: UploadId[] = []
  const askedWith: (FileId | undefined)[] = []
  const published: string[] = []
  const copying: string[] = []
  let copied = Promise.resolve()
  const coversSent: string[] = []
  const coversTold: string[] = []
  let opened = 0
  let answered = Promise.resolve()
  let status: UploadStatus = 'ready'
  let knownFileId: FileId | undefined
  let finishing: () => Promise<FileId> = async () => '7' as FileId
  let edgeFailures = 0
  let lastEdgeFailure: EdgeError['code'] = 'network-lost'
  /** Tells of a new job by hand. */
  let announced: (jobId: string) => void = () => undefined
  const presented = (uploadId: UploadId): Upload => ({
    uploadId,
    name: 'a.mp4',
    openedAt: 0,
    visibility: 'public',
    status,
    retryAfter: 1,
    ...(knownFileId && { fileId: knownFileId }),
  })
  const queue = createQueue({
    edge: {
      config: async () => {
        await configured
        return { authMode: 'local', maxFileBytes: 1000, endpoints: { upload: '', cos: '' } }
      },
      openUpload: async () => {
        // The last of them is of the kind that is told.
        if (edgeFailures-- > 0)
          throw new EdgeError(edgeFailures === 0 ? lastEdgeFailure : 'network-lost')
        const uploadId = String(opened++).padStart(22, 'A') as UploadId
        await answered
        return { uploadId }
      },
      signature: async () => ({ signature: 's', expiresAt: 1 as never }),
      editUpload: async (uploadId, edited) => {
        if (edgeFailures-- > 0) throw new EdgeError('network-lost')
        edits.push({ uploadId, edited })
        return presented(uploadId)
      },
      deleteUpload: async (uploadId) => {
        if (edgeFailures-- > 0) throw new EdgeError('network-lost')
        deleted.push(uploadId)
      },
      upload: async (uploadId, fileId) => {
        askedWith.push(fileId)
        return presented(uploadId)
      },
      coverChanged: async (uploadId, fileId) => {
        coversTold.push(fileId)
        return presented(uploadId)
      },
    },
    owner: async () => owner,
    creatorId: () => owner,
    fingerprint: async (file) => {
      if (file.name === 'gone.mp4') throw new DOMException('', 'NotReadableError')
      return file.text()
    },
    journal: {
      all: async () => [...journaled.values()],
      get: async (jobId) => journaled.get(jobId),
      put: async (entry) => void journaled.set(entry.jobId, entry),
      remove: async (jobId) => void journaled.delete(jobId),
    },
    sources: {
      putReference: async (jobId, { recording }) => {
        if (recording) kept.set(jobId, video('a.mp4'))
        return !!recording
      },
      putCopy: async (jobId, file) => {
        copying.push(file.name)
        await copied
        kept.set(jobId, file)
      },
      find: async (jobId, ask) => {
        const found = kept.get(jobId) ?? 'file'
        return found === 'permission' && ask ? video('a.mp4') : found
      },
      remove: async (jobId) => void kept.delete(jobId),
      removePublished: async (jobId) => {
        kept.delete(jobId)
        published.push(jobId)
      },
    },
    covers: {
      put: async (jobId, file) => void keptCovers.set(jobId, file),
      find: async (jobId) => keptCovers.get(jobId),
      remove: async (jobId) => void keptCovers.delete(jobId),
    },
    locks: {
      acquire: (jobId) =>
        new Promise((resolve) => {
          const held = tabs.get(jobId)
          const take = () => {
            tabs.set(jobId, { holder: tab, waiting: held?.waiting ?? [] })
            // Told as another task, as by a browser.
            setTimeout(resolve)
          }
          if (held) held.waiting.push(take)
          else take()
        }),
      tryAcquire: async (jobId) => {
        const isFree = !tabs.has(jobId)
        if (isFree) tabs.set(jobId, { holder: tab, waiting: [] })
        await settled()
        return isFree
      },
      release: (jobId) => {
        const next = tabs.get(jobId)?.waiting.shift()
        tabs.delete(jobId)
        next?.()
      },
      announce: () => undefined,
      onAnnounced: (listener) => (announced = listener),
    },
    finishTransfer: () => finishing(),
    sendCover: async (file, fileId) => {
      await answered
      if (file.name === 'unreadable.jpg') throw new DOMException('', 'NotReadableError')
      if (file.name === 'refused.jpg') throw { statusCode: 400, code: 'EntityTooLarge' }
      coversSent.push(`${file.name} for ${fileId}`)
    },
    startTransfer: async (file, options) => {
      const { promise, resolve, reject } = Promise.withResolvers<FileId>()
      const transfer = {
        file,
        options,
        state: 'running' as (typeof transfers)[number]['state'],
        commit: () => {
          options.listener.allStored()
          transfer.state = 'done'
          resolve('7' as FileId)
        },
        fail: (error: unknown) => {
          transfer.state = 'done'
          reject(error)
        },
      }
      transfers.push(transfer)
      options.listener.sessionOpened(`session of ${file.name}`)
      await answered
      return {
        done: promise,
        pause: () => (transfer.state = 'paused'),
        resume: () => (transfer.state = 'running'),
        cancel: () => {
          transfer.state = 'canceled'
          reject(new CanceledError())
        },
      }
    },
    wait: () => new Promise((resolve) => setTimeout(resolve)),
    measured: (bytesPerSecond) => measuredSpeeds.push(bytesPerSecond),
  })
  return {
    queue,
    journaled,
    kept,
    heldJobs: () => tabs.size,
    published,
    /** Files in the order they are copied, which takes until what is returned is called. */
    copying,
    delayCopies: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      copied = promise
      return resolve
    },
    keptCovers,
    coversSent,
    coversTold,
    transfers,
    edits,
    deleted,
    askedWith,
    opened: () => opened,
    /** Lets the edge wait with its answers until what is returned is called, with an error or without. */
    delayAnswers: () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      answered = promise
      return (error?: Error) => (error ? reject(error) : resolve())
    },
    running: () => transfers.filter(({ state }) => state === 'running').length,
    setStatus: (next: UploadStatus) => (status = next),
    /** What the edge has heard from VOD about any upload. */
    setFileId: (fileId: string) => (knownFileId = fileId as FileId),
    setFinishing: (next: typeof finishing) => (finishing = next),
    loseEdge: (times: number, last: EdgeError['code'] = 'network-lost') => {
      edgeFailures = times
      lastEdgeFailure = last
    },
    announce: (jobId: string) => announced(jobId),
    /** What the browser does with its locks when the tab is closed. */
    close: () => {
      for (const [jobId, { holder, waiting }] of tabs) {
        if (holder !== tab) continue
        const next = waiting.shift()
        tabs.delete(jobId)
        next?.()
      }
    },
    stage: (name: string) => queue.jobs.value.find((job) => job.source.name === name)?.stage,
    id: (name: string) => queue.jobs.value.find((job) => job.source.name === name)?.jobId ?? '',
  }
}

const video = (name: string, content = `content of ${name}`) =>
  new File([content], name, { type: 'video/mp4' })

const chosen = (name: string, content?: string) => ({ file: video(name, content) })

/** When everything that was going to happen by itself has happened. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('the queue', () => {
  it('brings a video from draft to ready', async () => {
    const { queue, transfers, stage, id, setFileId } = outside()
    await queue.add([chosen('a.mp4')])
    expect(stage('a.mp4')).toBe('draft')
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    expect(await transfers[0]?.options.getSignature()).toBe('s')
    expect(await transfers[0]?.options.fetchPublishedFile()).toBeUndefined()
    setFileId('7')
    expect(await transfers[0]?.options.fetchPublishedFile()).toBe('7')
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
  })

  it('has compressed what was chosen so, tells both on one bar, and remembers it over pages', async () => {
    const { queue, transfers, stage, id, journaled } = outside()
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.chooseQuality(jobId, { quality: '480p' })
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const { options } = transfers[0] ?? {}
    expect(options?.compression).toMatchObject({ choice: { quality: '480p' }, jobId })
    options?.compression?.resumedFrom('source')
    expect(queue.jobs.value[0]).toMatchObject({ resumedFrom: 'source' })
    options?.listener.progress(1, { totalBytes: 10, encoded: 0.5, remainingEncodingSeconds: 3 })
    expect(queue.jobs.value[0]).toMatchObject({
      activity: 'compressing',
      transferred: { remainingSeconds: 3 },
    })
    expect(journaled.get(jobId)?.source.choice).toEqual({ quality: '480p' })
    options?.listener.progress(10, { totalBytes: 10, encoded: 1 })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
  })

  it('remembers over pages that a video goes as it is, and what is stored of that', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    const jobId = before.id('a.mp4')
    before.queue.chooseQuality(jobId, { quality: '480p' })
    before.queue.start(jobId)
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    const { listener, compression } = before.transfers[0]?.options ?? {}
    compression?.fellBackToOriginal()
    expect(before.journaled.get(jobId)).toMatchObject({ sessionKey: '' })
    listener?.sessionOpened('session of the original')
    await vi.waitFor(() => expect(before.kept.size).toBe(1))
    const after = outside(before)
    await after.queue.restore()
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options.compression).toBeUndefined()
    expect(after.transfers[0]?.options.sessionKey).toBe('session of the original')
  })

  it('sends two at a time, the others in the order they came', async () => {
    const { queue, transfers } = outside()
    const names = ['1.mp4', '2.mp4', '3.mp4', '4.mp4']
    await queue.add(names.map((name) => chosen(name)))
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(queue.jobs.value.map((job) => job.stage === 'uploading' && job.activity)).toEqual([
      'sending',
      'sending',
      'waiting',
      'waiting',
    ])
    transfers[1]?.commit()
    await vi.waitFor(() => expect(transfers).toHaveLength(3))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(transfers).toHaveLength(4))
    expect(transfers.map(({ file }) => file.name)).toEqual(names)
  })

  it('refuses what cannot go up, and never starts it', async () => {
    const { queue, transfers, stage } = outside()
    await queue.add([
      { file: new File([], 'empty.mp4') },
      { file: new File(['x'.repeat(1001)], 'large.mp4') },
    ])
    queue.forAll('start')
    for (const job of queue.jobs.value) queue.start(job.jobId)
    expect(queue.jobs.value.map((job) => job.stage === 'draft' && job.rejection)).toEqual([
      'empty-file',
      'file-too-large',
    ])
    expect([stage('empty.mp4'), transfers.length]).toEqual(['draft', 0])
  })

  it('gives the place of a paused one to the next, and takes it back when there is one', async () => {
    const { queue, transfers, id, stage } = outside()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    queue.pause(id('1.mp4'))
    expect(transfers[0]?.state).toBe('paused')
    await vi.waitFor(() => expect(transfers).toHaveLength(3))
    queue.resume(id('1.mp4'))
    expect(transfers[0]?.state).toBe('paused')
    transfers[1]?.commit()
    await vi.waitFor(() => expect(transfers[0]?.state).toBe('running'))
    expect(stage('1.mp4')).toBe('uploading')
    expect(transfers).toHaveLength(3)
  })

  it('cancels at once, and starts again where the session was', async () => {
    const { queue, transfers, id, stage, opened } = outside()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.cancel(id('a.mp4'))
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['canceled', 'canceled'])
    queue.retry(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(transfers[1]?.options.sessionKey).toBe('session of a.mp4')
    expect(opened()).toBe(1)
    await settled()
    expect([stage('a.mp4'), transfers[1]?.state]).toEqual(['uploading', 'running'])
  })

  it('tells the edge that what was canceled never comes, once it is removed', async () => {
    const { queue, transfers, id, deleted, loseEdge } = outside()
    await queue.add([chosen('a.mp4'), chosen('b.mp4')])
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    queue.forAll('cancel')
    expect(deleted).toEqual([])
    queue.remove(id('a.mp4'))
    expect(deleted).toEqual(['A'.repeat(21) + '0'])
    // It can do without.
    loseEdge(1)
    queue.remove(id('b.mp4'))
    await settled()
    expect(deleted).toHaveLength(1)
  })

  it('begins another upload of what is changed after a failure', async () => {
    const { queue, transfers, id, stage, deleted, opened } = outside()
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.fail(new EdgeError('not-signed-in'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
    queue.edit(jobId, { type: 'trim', trim: { start: 1, end: 2, copy: true } })
    expect(deleted).toEqual(['A'.repeat(21) + '0'])
    queue.retry(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect([opened(), transfers[1]?.options.sessionKey]).toEqual([2, ''])
  })

  it('deletes nothing that may be published when it is removed', async () => {
    const { queue, transfers, id, stage, deleted } = outside()
    await queue.add([chosen('a.mp4'), chosen('b.mp4')])
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    transfers[0]?.commit()
    transfers[1]?.options.listener.allStored()
    transfers[1]?.fail({ status: 403 })
    await vi.waitFor(() => expect([stage('a.mp4'), stage('b.mp4')]).toEqual(['ready', 'failed']))
    for (const name of ['a.mp4', 'b.mp4']) queue.remove(id(name))
    await settled()
    expect([queue.jobs.value, deleted]).toEqual([[], []])
  })

  it('tells the edge its file before it believes that nothing came of an old upload', async () => {
    const { queue, transfers, id, stage, setStatus, askedWith } = outside()
    setStatus('expired')
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
    expect(askedWith).toEqual([undefined, ...Array.from({ length: 4 }, () => '7')])
  })

  it('follows the file that stays of an upload that was published twice', async () => {
    const { queue, transfers, id, stage, setFileId } = outside()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    setFileId('8')
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(queue.jobs.value[0]).toMatchObject({ fileId: '8' })
  })

  it('keeps what is chosen at once, though the edge does not say what it takes', async () => {
    const silent = new Promise<void>(() => undefined)
    const { queue, stage, journaled } = outside({ configured: silent })
    await queue.add([chosen('a.mp4')])
    expect([stage('a.mp4'), journaled.size]).toEqual(['draft', 1])
  })

  it('looks for its copy where a file changed on disk while it was compressed', async () => {
    const { queue, transfers, id, stage, kept } = outside()
    const changed = video('a.mp4')
    await queue.add([{ file: changed }])
    const jobId = id('a.mp4')
    await vi.waitFor(() => expect(kept.has(jobId)).toBe(true))
    kept.set(jobId, video('a.mp4'))
    queue.chooseQuality(jobId, { quality: '480p' })
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const problem = Object.assign(new Error('gone'), { name: 'CompressionError' })
    changed.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('changed')) }) as never
    transfers[0]?.fail(problem)
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(transfers[1]?.file).toBe(kept.get(jobId))
    // It can be read, and still cannot be compressed.
    transfers[1]?.fail(problem)
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
  })

  it('starts nothing of what was canceled while it was being opened', async () => {
    const { queue, transfers, id, stage } = outside()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    queue.cancel(id('a.mp4'))
    await settled()
    expect([stage('a.mp4'), transfers.length]).toEqual(['canceled', 0])
  })

  it('lets nothing go on of what was canceled while the SDK was being loaded', async () => {
    const { queue, transfers, id, stage, delayAnswers } = outside()
    await queue.add([chosen('a.mp4')])
    let load = () => {}
    const stop = watch(
      queue.jobs,
      ([job]) => {
        if (job?.stage !== 'uploading' || !job.uploadId) return
        stop()
        load = delayAnswers()
      },
      { flush: 'sync' },
    )
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.cancel(id('a.mp4'))
    load()
    await vi.waitFor(() => expect(transfers[0]?.state).toBe('canceled'))
    expect(stage('a.mp4')).toBe('canceled')
  })

  it('goes on by one transfer when paused and resumed while it is being opened', async () => {
    const { queue, transfers, id, opened, delayAnswers, running } = outside()
    await queue.add([chosen('a.mp4')])
    const answer = delayAnswers()
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(opened()).toBe(1))
    queue.pause(id('a.mp4'))
    queue.resume(id('a.mp4'))
    answer()
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    await settled()
    expect([opened(), transfers.length, running()]).toEqual([1, 1, 1])
  })

  it('waits for its turn when that has passed while it was being opened', async () => {
    const { queue, transfers, id, opened, delayAnswers, running } = outside()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    const answer = delayAnswers()
    queue.start(id('1.mp4'))
    queue.start(id('2.mp4'))
    queue.pause(id('1.mp4'))
    queue.start(id('3.mp4'))
    await vi.waitFor(() => expect(opened()).toBe(3))
    queue.resume(id('1.mp4'))
    answer()
    await vi.waitFor(() => expect(transfers).toHaveLength(3))
    await settled()
    expect(running()).toBe(2)
    transfers.find(({ file }) => file.name === '2.mp4')?.commit()
    await vi.waitFor(() => expect(running()).toBe(2))
    expect(transfers.find(({ file }) => file.name === '1.mp4')?.state).toBe('running')
  })

  it('sends once when canceled and retried while it is being opened', async () => {
    const { queue, transfers, id, opened, delayAnswers, running } = outside()
    await queue.add([chosen('a.mp4')])
    const answer = delayAnswers()
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(opened()).toBe(1))
    queue.cancel(id('a.mp4'))
    queue.retry(id('a.mp4'))
    answer()
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    await settled()
    expect([transfers.length, running()]).toEqual([1, 1])
  })

  it('does not let a late error of what was canceled fail what follows it', async () => {
    const { queue, transfers, id, stage, opened, delayAnswers } = outside()
    await queue.add([chosen('a.mp4')])
    const answer = delayAnswers()
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(opened()).toBe(1))
    queue.cancel(id('a.mp4'))
    delayAnswers()()
    queue.retry(id('a.mp4'))
    answer(new EdgeError('network-lost'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    await settled()
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['uploading', 'running'])
  })

  it('does not pause what is being committed', async () => {
    const { queue, transfers, id, stage } = outside()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.options.listener.allStored()
    queue.pause(id('a.mp4'))
    expect([stage('a.mp4'), transfers[0]?.state]).toEqual(['committing', 'running'])
  })

  it('gives the place of what has to be sent again to those who waited for it before', async () => {
    const { queue, transfers, running, stage } = outside()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    queue.start(queue.jobs.value[1]?.jobId ?? '')
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    const second = transfers.find(({ file }) => file.name === '2.mp4')
    second?.options.listener.allStored()
    expect(stage('2.mp4')).toBe('committing')
    queue.pause(queue.jobs.value[0]?.jobId ?? '')
    await vi.waitFor(() => expect(transfers).toHaveLength(3))
    queue.resume(queue.jobs.value[0]?.jobId ?? '')
    second?.options.listener.restarted()
    await settled()
    expect(running()).toBe(2)
    expect(second?.state).toBe('paused')
    transfers.find(({ file }) => file.name === '3.mp4')?.commit()
    await vi.waitFor(() => expect(second?.state).toBe('running'))
  })

  it('says of a file that cannot be read that it cannot, and takes the others', async () => {
    const { queue, stage } = outside()
    await queue.add(['a.mp4', 'gone.mp4', 'c.mp4'].map((name) => chosen(name)))
    expect(['a.mp4', 'gone.mp4', 'c.mp4'].map(stage)).toEqual(['draft', 'failed', 'draft'])
    expect(queue.jobs.value[1]).toMatchObject({
      failure: { code: 'file-unreadable', retryable: false },
    })
  })

  const changes: [string, (queue: ReturnType<typeof outside>['queue'], jobId: string) => void][] = [
    ['another quality', (queue, jobId) => queue.chooseQuality(jobId, { quality: '360p' })],
    ['a part of it', (queue, jobId) => queue.edit(jobId, { type: 'trim', trim })],
    ['no cover', (queue, jobId) => queue.edit(jobId, { type: 'cover', file: undefined })],
  ]
  const trim = { start: 1, end: 3, copy: true }
  it.each(changes)('begins anew with %s, also on the next page', async (_, change) => {
    const { queue, transfers, id, journaled } = outside()
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.edit(jobId, { type: 'cover', file: new File(['a picture'], 'cover.jpg') })
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.options.listener.coverSettled(queue.jobs.value[0]?.cover?.id ?? '', {
      state: 'sent',
    })
    queue.cancel(jobId)
    expect(journaled.get(jobId)?.sessionKey).toBe('session of a.mp4')
    change(queue, jobId)
    expect(journaled.get(jobId)?.sessionKey).toBe('')
    queue.retry(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(transfers[1]?.options.sessionKey).toBe('')
  })

  it('opens a new upload when the edge has closed the old one', async () => {
    const { queue, transfers, id, stage, opened } = outside()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.fail(new EdgeError('upload-closed'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
    queue.retry(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect([opened(), transfers[1]?.options.sessionKey]).toEqual([2, ''])
  })

  it('follows the status until it is known for good', async () => {
    const { queue, transfers, id, stage, setStatus } = outside()
    setStatus('processing')
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('processing'))
    setStatus('rejected')
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('rejected'))
  })

  it('knows when leaving would lose something, and when the device must not sleep', async () => {
    const { queue, transfers, id } = outside()
    await queue.add([chosen('a.mp4')])
    expect(queue.isBusy.value).toBe(false)
    queue.start(id('a.mp4'))
    expect([queue.isBusy.value, queue.isSending.value]).toEqual([true, true])
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.pause(id('a.mp4'))
    expect([queue.isBusy.value, queue.isSending.value]).toEqual([true, false])
    queue.resume(id('a.mp4'))
    expect(queue.isSending.value).toBe(true)
    transfers[0]?.commit()
    await vi.waitFor(() => expect(queue.isBusy.value).toBe(false))
  })
})

describe('a page that is opened anew', () => {
  it('goes on with an upload once its file is chosen again, with the same upload and session', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))

    const after = outside({ journaled: before.journaled })
    await after.queue.restore()
    await vi.waitFor(() =>
      expect(after.queue.jobs.value).toMatchObject([
        { stage: 'paused', missing: 'file', source: { name: 'a.mp4' } },
      ]),
    )
    expect(after.queue.isBusy.value).toBe(false)
    await after.queue.add([chosen('a.mp4', 'content of b.mp4'), chosen('a.mp4')])
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options.sessionKey).toBe('session of a.mp4')
    expect(after.opened()).toBe(0)
    expect(after.queue.jobs.value.map(({ stage }) => stage)).toEqual(['uploading', 'draft'])
  })

  it('knows how what the session has stored was cut, until there is another session', async () => {
    const cuts = [{ from: 0, size: 2 ** 20 }]
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.transfers[0]?.options.listener.partLayoutChanged(cuts)
    await vi.waitFor(() => expect(before.journaled.get(before.id('a.mp4'))?.cuts).toEqual(cuts))
    const after = outside(before)
    await after.queue.restore()
    await after.queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options).toMatchObject({
      sessionKey: 'session of a.mp4',
      partLayout: cuts,
    })
    after.transfers[0]?.options.listener.sessionOpened('another')
    await vi.waitFor(() => expect(after.journaled.get(after.id('a.mp4'))?.cuts).toEqual([]))
  })

  it('follows what had been sent, and still shows what was published', async () => {
    const before = outside()
    before.setStatus('processing')
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.transfers[0]?.commit()
    await vi.waitFor(() => expect(before.stage('a.mp4')).toBe('processing'))

    const after = outside({ journaled: before.journaled })
    await after.queue.restore()
    await vi.waitFor(() => expect(after.stage('a.mp4')).toBe('ready'))
    before.setStatus('ready')
    await vi.waitFor(() => expect(before.stage('a.mp4')).toBe('ready'))

    const later = outside({ journaled: before.journaled })
    await later.queue.restore()
    expect(later.stage('a.mp4')).toBe('ready')
    later.queue.remove(later.id('a.mp4'))
    expect([...before.journaled]).toEqual([])
  })

  it('goes on by itself where the browser kept the file', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    await vi.waitFor(() => expect(before.kept.size).toBe(1))

    const after = outside(before)
    await after.queue.restore()
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.transfers[0]?.options.sessionKey).toBe('session of a.mp4')
    expect(await after.transfers[0]?.file.text()).toBe('content of a.mp4')
    // The same file chosen once more is not a second video.
    await after.queue.add([chosen('a.mp4')])
    expect(after.queue.jobs.value).toHaveLength(1)
    after.transfers[0]?.commit()
    await vi.waitFor(() => expect(after.stage('a.mp4')).toBe('ready'))
    await vi.waitFor(() => expect(after.kept.size).toBe(0))
  })

  it('keeps what was chosen a moment before the tab was closed', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    await settled()
    const after = outside(before)
    await after.queue.restore()
    after.queue.start(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(await after.transfers[0]?.file.text()).toBe('content of a.mp4')
  })

  it('keeps one file after the other, the smallest of them next, and none that is not needed any more', async () => {
    const { queue, copying, delayCopies, kept, id } = outside()
    const done = delayCopies()
    const sizes = { 'large.mp4': 30, 'larger.mp4': 40, 'small.mp4': 10, 'gone soon.mp4': 5 }
    const files = Object.entries(sizes).map(([name, size]) => chosen(name, 'x'.repeat(size)))
    let isAdded = false
    const adding = queue.add(files).then(() => (isAdded = true))
    await vi.waitFor(() => expect(queue.jobs.value).toHaveLength(4))
    await settled()
    expect(copying).toEqual(['large.mp4'])
    queue.remove(id('gone soon.mp4'))
    // Who gave them, as the service worker, keeps them until then.
    expect(isAdded).toBe(false)
    done()
    await adding
    expect(kept.size).toBe(3)
    expect(copying).toEqual(['large.mp4', 'small.mp4', 'larger.mp4'])
  })

  it('keeps a file that was chosen again, and asks for it no third time', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.kept.clear()
    const second = outside(before)
    await second.queue.restore()
    await vi.waitFor(() => expect(second.stage('a.mp4')).toBe('paused'))
    await second.queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(second.kept.size).toBe(1))
    const third = outside(second)
    await third.queue.restore()
    await vi.waitFor(() => expect(third.transfers).toHaveLength(1))
  })

  it('goes on from what it has kept when a file changes or disappears under way', async () => {
    const { queue, transfers, id, stage, kept } = outside()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.fail(new DOMException('', 'NotReadableError'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(transfers[1]?.file).toBe(kept.get(id('a.mp4')))
    expect(transfers[1]?.options.sessionKey).toBe('session of a.mp4')
    // A disk that is broken is not read for ever.
    transfers[1]?.fail(new DOMException('', 'NotReadableError'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
  })

  it('asks for a file that disappears before it was kept', async () => {
    const { queue, transfers, id, kept } = outside()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    kept.clear()
    transfers[0]?.fail(new DOMException('', 'NotReadableError'))
    await vi.waitFor(() =>
      expect(queue.jobs.value).toMatchObject([{ stage: 'paused', missing: 'file' }]),
    )
    await queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    expect(transfers[1]?.options.sessionKey).toBe('session of a.mp4')
    expect(queue.jobs.value).toHaveLength(1)
  })

  it('keeps nothing of a video that is removed at once', async () => {
    const { queue, kept, journaled, heldJobs } = outside()
    watch(queue.jobs, ([job]) => job && queue.remove(job.jobId), { flush: 'sync' })
    await queue.add([chosen('a.mp4')])
    await settled()
    await settled()
    expect([kept.size, journaled.size, heldJobs()]).toEqual([0, 0, 0])
  })

  it('knows a recording as its own at once, and removes it only when it is published', async () => {
    const { queue, kept, published, transfers, id, stage } = outside()
    const [sent, dropped] = ['a.mp4', 'b.mp4'].map((name) => ({ ...chosen(name), recording: name }))
    if (!sent || !dropped) throw new Error('There are two.')
    await queue.add([sent, dropped])
    expect([...kept.keys()]).toEqual([id('a.mp4'), id('b.mp4')])
    const [sentId, droppedId] = [id('a.mp4'), id('b.mp4')]
    queue.remove(droppedId)
    queue.start(sentId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(kept.size).toBe(0)
    expect(published).toEqual([sentId])
  })

  it('does not believe a kept file that is another by now', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.kept.size).toBe(1))
    before.kept.set(before.id('a.mp4'), video('a.mp4', 'other content'))
    const after = outside(before)
    await after.queue.restore()
    await vi.waitFor(() =>
      expect(after.queue.jobs.value).toMatchObject([{ stage: 'paused', missing: 'file' }]),
    )
    expect(after.transfers).toEqual([])
  })

  it('goes on by one click where the browser wants its word', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.kept.size).toBe(1))
    before.kept.set(before.id('a.mp4'), 'permission')
    const after = outside(before)
    await after.queue.restore()
    await vi.waitFor(() =>
      expect(after.queue.jobs.value).toMatchObject([{ stage: 'paused', missing: 'permission' }]),
    )
    after.queue.resume(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
  })

  it.each(['pause', 'cancel'] as const)('leaves what was stopped by %s as it was', async (stop) => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.queue[stop](before.id('a.mp4'))
    const stage = before.stage('a.mp4')
    const after = outside(before)
    await after.queue.restore()
    await settled()
    expect([after.stage('a.mp4'), after.transfers.length]).toEqual([stage, 0])
  })

  it('brings back a failure with its reason', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.transfers[0]?.fail(new EdgeError('not-a-video'))
    await vi.waitFor(() => expect(before.stage('a.mp4')).toBe('failed'))
    const after = outside(before)
    await after.queue.restore()
    expect(after.queue.jobs.value).toMatchObject([
      { stage: 'failed', failure: { code: 'not-a-video', retryable: false } },
    ])
  })

  /** A page that ended when all was sent, and VOD's answer to the commit had not come. */
  async function interruptedCommit() {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    await vi.waitFor(() => expect(before.kept.size).toBe(1))
    before.transfers[0]?.options.listener.allStored()
    return outside(before)
  }

  it('publishes nothing twice that the edge knows to be published', async () => {
    const after = await interruptedCommit()
    after.setFileId('7')
    after.setFinishing(() => Promise.reject(new Error('must not be asked')))
    await after.queue.restore()
    await vi.waitFor(() => expect(after.stage('a.mp4')).toBe('ready'))
    expect(after.transfers).toEqual([])
  })

  it('commits what was sent but not committed, without sending it again', async () => {
    const after = await interruptedCommit()
    await after.queue.restore()
    await vi.waitFor(() => expect(after.stage('a.mp4')).toBe('ready'))
    expect(after.transfers).toEqual([])
  })

  it('sends again what VOD does not have after all', async () => {
    const after = await interruptedCommit()
    after.setFinishing(() => Promise.reject(Object.assign(new Error('no'), { code: 10001 })))
    await after.queue.restore()
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.stage('a.mp4')).toBe('uploading')
  })

  it('leaves alone what another tab looks after, and takes it over when that is closed', async () => {
    const tabs = new Map()
    const first = outside({ tabs })
    await first.queue.add([chosen('a.mp4')])
    first.queue.start(first.id('a.mp4'))
    await vi.waitFor(() => expect(first.transfers).toHaveLength(1))
    await vi.waitFor(() => expect(first.kept.size).toBe(1))
    const second = outside({ tabs, journaled: first.journaled, kept: first.kept })
    await second.queue.restore()
    // Added later, in the second tab; the first hears of it.
    await second.queue.add([chosen('b.mp4')])
    await settled()
    first.announce(second.id('b.mp4'))
    await settled()
    expect(second.queue.jobs.value.map(({ source }) => source.name)).toEqual(['b.mp4'])
    expect(first.queue.jobs.value.map(({ source }) => source.name)).toEqual(['a.mp4'])
    first.close()
    await vi.waitFor(() => expect(second.transfers).toHaveLength(1))
    expect(second.stage('a.mp4')).toBe('uploading')
  })

  it('takes new files while the other of two tabs that opened together looks after the jobs', async () => {
    const before = outside()
    await before.queue.add(['1.mp4', '2.mp4'].map((name) => chosen(name)))
    const { journaled, kept } = before
    await vi.waitFor(() => expect(journaled.size).toBe(2))
    const tabs = new Map()
    const both = [outside({ journaled, kept, tabs }), outside({ journaled, kept, tabs })]
    await Promise.all(both.map(({ queue }) => queue.restore()))
    for (const [index, { queue }] of both.entries()) await queue.add([chosen(`new ${index}.mp4`)])
    const names = both.map(({ queue }) => queue.jobs.value.map(({ source }) => source.name))
    expect(names.flat().toSorted()).toEqual(['1.mp4', '2.mp4', 'new 0.mp4', 'new 1.mp4'])
  })

  it('leaves what another creator has begun in this browser to them', async () => {
    const journaled = new Map<string, JournalEntry>()
    const kept = new Map<string, File>()
    const ada = outside({ journaled, kept })
    await ada.queue.restore()
    await ada.queue.add([chosen('a.mp4'), chosen('b.mp4'), chosen('c.mp4')])
    ada.queue.forAll('start')
    await vi.waitFor(() => expect(ada.transfers).toHaveLength(2))
    const before = structuredClone([...journaled.values()])

    const bea = outside({ journaled, kept, owner: 'bea' })
    await bea.queue.restore()
    bea.announce(before[0]?.jobId ?? '')
    await settled()
    expect([bea.queue.jobs.value, bea.opened(), bea.heldJobs()]).toEqual([[], 0, 0])
    expect([...journaled.values()]).toEqual(before)
    await bea.queue.add([chosen('d.mp4')])

    const again = outside({ journaled, kept })
    await again.queue.restore()
    expect(again.queue.jobs.value.map(({ source }) => source.name)).toEqual([
      'a.mp4',
      'b.mp4',
      'c.mp4',
    ])
    await vi.waitFor(() => expect(again.transfers).toHaveLength(2))
    expect(again.transfers[0]?.options.sessionKey).toBe('session of a.mp4')
  })

  it('takes over nothing that was removed in the other tab', async () => {
    const tabs = new Map()
    const first = outside({ tabs })
    await first.queue.add([chosen('a.mp4')])
    await settled()
    const second = outside({ tabs, journaled: first.journaled, kept: first.kept })
    await second.queue.restore()
    first.queue.remove(first.id('a.mp4'))
    await vi.waitFor(() => expect(tabs.size).toBe(0))
    expect(second.queue.jobs.value).toEqual([])
  })

  it('knows a file that is chosen before the journal has been read', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    before.queue.start(before.id('a.mp4'))
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    const after = outside({ journaled: before.journaled })
    void after.queue.restore()
    await after.queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    expect(after.queue.jobs.value).toHaveLength(1)
  })

  it('brings back what was only chosen as a draft', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    const after = outside({ journaled: before.journaled })
    await after.queue.restore()
    await after.queue.add([chosen('a.mp4')])
    expect(after.queue.jobs.value).toMatchObject([{ stage: 'draft' }])
    expect(after.transfers).toEqual([])
  })

  it('says so when the browser keeps nothing, and works all the same', async () => {
    const refusing = new Map<string, JournalEntry>()
    refusing.set = () => {
      throw new DOMException('', 'QuotaExceededError')
    }
    const { queue, transfers, id } = outside({ journaled: refusing })
    await queue.add([chosen('a.mp4')])
    await vi.waitFor(() => expect(queue.isPersistent.value).toBe(false))
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
  })
})

describe('the time left', () => {
  it('is right again two seconds after any pause or interruption, however long', async () => {
    const stop = fc.record({
      how: fc.constantFrom('pause' as const, 'interruption' as const),
      seconds: fc.integer({ min: 1, max: 100_000 }),
      before: fc.integer({ min: 1, max: 20 }),
      speed: fc.integer({ min: 1, max: 40 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(stop, { minLength: 1, maxLength: 4 }), async (stops) => {
        const { queue, transfers, id } = outside()
        const file = new File(['x'.repeat(1000)], 'a.mp4', { type: 'video/mp4' })
        await queue.add([{ file }])
        queue.start(id('a.mp4'))
        while (transfers.length === 0) await settled()
        const { listener } = transfers[0]?.options ?? {}
        let now = 0
        let sent = 0
        const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
        const send = (speed: number, seconds: number) => {
          for (let tick = 0; tick < seconds * 5 && sent < 900; tick++) {
            now += 200
            sent = Math.min(900, sent + speed / 5)
            listener?.progress(sent)
          }
        }
        for (const { how, seconds, before, speed } of stops) {
          send(50 - speed, before / 10)
          if (how === 'interruption') listener?.interrupted()
          else queue.pause(id('a.mp4'))
          now += seconds * 1000
          if (how === 'pause') queue.resume(id('a.mp4'))
          if (sent > 900 - 2 * speed) break
          send(speed, 2)
          expect(queue.jobs.value[0]).toMatchObject({
            transferred: {
              speed: expect.closeTo(speed, 5),
              remainingSeconds: expect.closeTo((1000 - sent) / speed, 5),
            },
          })
        }
        clock.mockRestore()
      }),
      { numRuns: 50 },
    )
  })
})

describe('all at once', () => {
  it('pauses and resumes all, without giving a place to what is about to pause', async () => {
    const { queue, transfers } = outside()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    queue.forAll('start')
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    queue.forAll('pause')
    await settled()
    expect(transfers.map(({ state }) => state)).toEqual(['paused', 'paused'])
    expect(queue.jobs.value.map(({ stage }) => stage)).toEqual(['paused', 'paused', 'paused'])
    queue.forAll('resume')
    await settled()
    expect(transfers.map(({ state }) => state)).toEqual(['running', 'running'])
  })

  it('cancels and retries all, and removes only what is over', async () => {
    const { queue, transfers, id, stage } = outside()
    await queue.add(['1.mp4', '2.mp4', '3.mp4'].map((name) => chosen(name)))
    queue.start(id('1.mp4'))
    queue.start(id('2.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(2))
    queue.forAll('cancel')
    expect(queue.jobs.value.map(({ stage }) => stage)).toEqual(['canceled', 'canceled', 'draft'])
    queue.forAll('retry')
    expect([stage('1.mp4'), stage('2.mp4')]).toEqual(['uploading', 'uploading'])
    queue.cancel(id('2.mp4'))
    queue.forAll('remove')
    expect(queue.jobs.value.map(({ source }) => source.name)).toEqual(['1.mp4', '3.mp4'])
  })
})

describe('an edge that cannot be reached', () => {
  it('is asked again until it opens the upload, and that is said', async () => {
    const { queue, transfers, id, loseEdge, opened } = outside()
    loseEdge(3)
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
})

describe('an edge that answers again', () => {
  it.each(['vod-unavailable', 'issuer-unavailable', 'internal-error'] as const)(
    'may still answer %s for a moment to what it was asked while it was away',
    async (code) => {
      const { queue, transfers, id, loseEdge } = outside()
      loseEdge(6, code)
      await queue.add([chosen('a.mp4')])
      queue.start(id('a.mp4'))
      await vi.waitFor(() => expect(transfers).toHaveLength(1))
    },
  )
})

describe('any handling of the queue', () => {
  it('sends no more than two at a time, none twice, and loses no job', async () => {
    const action = fc.record({
      job: fc.integer({ min: 0, max: 3 }),
      what: fc.constantFrom('start', 'pause', 'resume', 'cancel', 'retry', 'commit', 'fail'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const { queue, transfers } = outside()
        const names = ['0.mp4', '1.mp4', '2.mp4', '3.mp4']
        await queue.add(names.map((name) => chosen(name)))
        const ids = queue.jobs.value.map((job) => job.jobId)
        for (const { job, what } of actions) {
          const running = transfers.findLast(
            ({ file, state }) => file.name === names[job] && state === 'running',
          )
          if (what === 'commit') running?.commit()
          else if (what === 'fail') running?.fail(new Error('CORS blocked or network error'))
          else queue[what](ids[job] ?? '')
          await new Promise((resolve) => setTimeout(resolve))
          const live = transfers.filter(({ state }) => state === 'running')
          expect(live.length).toBeLessThanOrEqual(2)
          expect(new Set(live.map(({ file }) => file.name)).size).toBe(live.length)
          expect(queue.jobs.value.map((one) => one.jobId)).toEqual(ids)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('what is said of a video', () => {
  const said = { title: 'A day out', description: '' }

  it('is kept until the upload is open, then sent once typing pauses', async () => {
    const { queue, id, journaled, edits, transfers } = outside()
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.editDetails(jobId, { title: 'A', description: '' })
    queue.editDetails(jobId, said)
    await settled()
    expect(journaled.get(jobId)?.details).toEqual(said)
    expect(edits).toEqual([])
    queue.start(jobId)
    await vi.waitFor(() => expect(edits).toHaveLength(1))
    expect(edits[0]?.edited).toEqual(said)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    expect(queue.jobs.value[0]?.details?.savedFor).toBe(edits[0]?.uploadId)
    queue.editDetails(jobId, { ...said, visibility: 'private' })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(edits).toHaveLength(2))
    expect(edits[1]?.edited).toEqual({ ...said, visibility: 'private' })
  })

  it('is sent again while the edge cannot be reached', async () => {
    const { queue, id, edits, transfers, loseEdge } = outside()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    loseEdge(3)
    queue.editDetails(id('a.mp4'), said)
    await vi.waitFor(() => expect(edits).toHaveLength(1))
    expect(queue.jobs.value[0]?.details?.savedFor).toBe(edits[0]?.uploadId)
  })

  it('reaches the edge from the page that is opened after the one it was typed in', async () => {
    const before = outside()
    await before.queue.add([chosen('a.mp4')])
    const jobId = before.id('a.mp4')
    before.queue.start(jobId)
    await vi.waitFor(() => expect(before.transfers).toHaveLength(1))
    before.loseEdge(Infinity)
    before.queue.editDetails(jobId, said)
    await settled()
    const after = outside({ journaled: before.journaled, kept: before.kept })
    await after.queue.restore()
    await vi.waitFor(() => expect(after.edits).toHaveLength(1))
    expect(after.edits[0]?.edited).toEqual(said)
    before.loseEdge(0)
  })

  it('is told of the upload that takes the place of one that is gone', async () => {
    const { queue, id, edits, transfers, stage } = outside()
    await queue.add([chosen('a.mp4')])
    queue.editDetails(id('a.mp4'), said)
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(edits).toHaveLength(1))
    transfers[0]?.fail(new EdgeError('upload-closed'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('failed'))
    queue.retry(id('a.mp4'))
    await vi.waitFor(() => expect(edits).toHaveLength(2))
    expect(edits[1]?.uploadId).not.toBe(edits[0]?.uploadId)
  })

  it('is not lost with a job that is removed before it was sent', async () => {
    const { queue, id, edits, transfers, stage } = outside()
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    queue.editDetails(id('a.mp4'), said)
    queue.remove(id('a.mp4'))
    await vi.waitFor(() => expect(edits.map(({ edited }) => edited)).toEqual([said]))
  })
})

describe('covers', () => {
  const picture = (name = 'cover.jpg') => new File(['a picture'], name, { type: 'image/jpeg' })
  const coverOf = ({ queue }: ReturnType<typeof outside>) => queue.jobs.value[0]?.cover

  it('go with the video, if chosen before it is sent', async () => {
    const all = outside()
    const { queue, transfers, id, stage, coversSent } = all
    await queue.add([chosen('a.mp4')])
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const { cover, listener } = transfers[0]?.options ?? {}
    expect(cover).toMatchObject({ isStored: false, file: { name: 'cover.jpg' } })
    listener?.coverSettled(cover?.id ?? '', { state: 'sent' })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    expect(coverOf(all)?.state).toBe('sent')
    expect(coversSent).toEqual([])
  })

  it('follow by themselves, if chosen later, and the edge is told', async () => {
    const all = outside()
    const { queue, transfers, id, stage, coversSent, coversTold } = all
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('meanwhile.jpg') })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('afterwards.jpg') })
    await vi.waitFor(() => expect(coversTold).toHaveLength(2))
    expect(coversSent).toEqual(['meanwhile.jpg for 7', 'afterwards.jpg for 7'])
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
  })

  it('that was replaced while it was sent is followed by the other', async () => {
    const all = outside()
    const { queue, transfers, id, coversSent, delayAnswers } = all
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await settled()
    const answer = delayAnswers()
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('one.jpg') })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sending'))
    await settled()
    queue.edit(id('a.mp4'), { type: 'cover', file: picture('other.jpg') })
    answer()
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
    expect(coversSent).toEqual(['one.jpg for 7', 'other.jpg for 7'])
  })

  it('that fail do not harm the video, are told of, and can be tried again', async () => {
    const all = outside()
    const { queue, transfers, id, stage, keptCovers, coversSent } = all
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.edit(jobId, { type: 'cover', file: picture() })
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const { cover, listener } = transfers[0]?.options ?? {}
    const error = { statusCode: 400, code: 'EntityTooLarge' }
    listener?.coverSettled(cover?.id ?? '', { state: 'failed', error })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    const failure = { code: 'cover-failed', retryable: true, detail: 'EntityTooLarge' }
    expect(coverOf(all)).toMatchObject({ state: 'failed', failure })
    expect(keptCovers.has(jobId)).toBe(true)
    queue.edit(jobId, { type: 'retry-cover' })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
    expect(coversSent).toEqual(['cover.jpg for 7'])
    queue.edit(jobId, { type: 'cover', file: picture('refused.jpg') })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('failed'))
    expect(stage('a.mp4')).toBe('ready')
  })

  it('that cannot be read any more are not tried again, but can be replaced', async () => {
    const all = outside()
    const { queue, transfers, id, stage, keptCovers, coversSent } = all
    await queue.add([chosen('a.mp4')])
    const jobId = id('a.mp4')
    queue.start(jobId)
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    queue.edit(jobId, { type: 'cover', file: picture('unreadable.jpg') })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('failed'))
    const failure = { code: 'cover-unreadable', retryable: false, detail: 'NotReadableError' }
    expect(coverOf(all)).toEqual({ state: 'failed', id: expect.any(String), failure })
    queue.edit(jobId, { type: 'retry-cover' })
    expect(coverOf(all)?.state).toBe('failed')
    queue.edit(jobId, { type: 'cover', file: picture() })
    await vi.waitFor(() => expect(coverOf(all)?.state).toBe('sent'))
    expect(coversSent).toEqual(['cover.jpg for 7'])
    expect(keptCovers.has(jobId)).toBe(true)
  })

  it('that this browser does not have any more are not tried again', async () => {
    const before = outside()
    const { queue, id, journaled, kept } = before
    await queue.add([chosen('a.mp4')])
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    await vi.waitFor(() => expect(kept.size).toBe(1))
    const after = outside({ journaled, kept })
    await after.queue.restore()
    after.queue.start(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    after.transfers[0]?.commit()
    await vi.waitFor(() => expect(coverOf(after)?.state).toBe('failed'))
    const failure = { code: 'cover-unreadable', retryable: false, detail: 'NotFoundError' }
    expect(coverOf(after)).toMatchObject({ failure })
  })

  it.each(['', undefined, 0])('fail with whatever error is reported (%j)', async (error) => {
    const all = outside()
    const { queue, transfers, id } = all
    await queue.add([chosen('a.mp4')])
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    const { cover, listener } = transfers[0]?.options ?? {}
    listener?.coverSettled(cover?.id ?? '', { state: 'failed', error })
    expect(coverOf(all)).toMatchObject({ state: 'failed', failure: { code: 'cover-failed' } })
  })

  it('and the part to be kept outlive the page', async () => {
    const before = outside()
    const { queue, id, journaled, kept, keptCovers } = before
    await queue.add([chosen('a.mp4')])
    const trim = { start: 1, end: 3, copy: true }
    queue.edit(id('a.mp4'), { type: 'trim', trim })
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    await vi.waitFor(() => expect(kept.size).toBe(1))
    const after = outside({ journaled, kept, keptCovers })
    await after.queue.restore()
    after.queue.start(after.id('a.mp4'))
    await vi.waitFor(() => expect(after.transfers).toHaveLength(1))
    const { compression, cover } = after.transfers[0]?.options ?? {}
    expect(compression).toMatchObject({ choice: { quality: 'Original' }, trim })
    expect(cover).toMatchObject({ isStored: false, file: { name: 'cover.jpg' } })
  })

  it('of a video that an earlier page published are sent by the next one', async () => {
    const before = outside()
    const { queue, transfers, id, journaled, kept, keptCovers, delayAnswers } = before
    await queue.add([chosen('a.mp4')])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    delayAnswers()
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    transfers[0]?.commit()
    await vi.waitFor(() => expect(coverOf(before)?.state).toBe('sending'))
    const after = outside({ journaled, kept, keptCovers })
    await after.queue.restore()
    await vi.waitFor(() => expect(coverOf(after)?.state).toBe('sent'))
    expect(after.coversSent).toEqual(['cover.jpg for 7'])
  })

  it('are kept no longer than their job', async () => {
    const { queue, id, keptCovers } = outside()
    await queue.add([chosen('a.mp4')])
    queue.edit(id('a.mp4'), { type: 'cover', file: picture() })
    await vi.waitFor(() => expect(keptCovers.size).toBe(1))
    queue.remove(id('a.mp4'))
    await vi.waitFor(() => expect(keptCovers.size).toBe(0))
  })
})
