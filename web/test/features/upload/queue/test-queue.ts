/** A queue on fake services: tests end transfers by hand, and the edge answers at once. */
import type {
  EditUpload,
  FileId,
  OpenUpload,
  Upload,
  UploadId,
  UploadProgress,
  UploadStatus,
} from '@reelferry/contract'
import { EdgeError } from '../../../../src/api/request.ts'
import {
  CanceledError,
  type TransferOptions,
} from '../../../../src/features/upload/transport/transfer.ts'
import type { Trim } from '../../../../src/media/model/trim.ts'
import { defaultSettings } from '../../../../src/features/upload/persistence/settings-store.ts'
import type {
  QualityWishes,
  Suggestion,
} from '../../../../src/features/prepare/quality/suggest-quality.ts'
import type { JobLocks } from '../../../../src/features/upload/persistence/job-locks.ts'
import type { JournalEntry } from '../../../../src/features/upload/persistence/journal.ts'
import { createQueue, type QueueDependencies } from '../../../../src/features/upload/queue/queue.ts'

export const video = (name: string, content = `content of ${name}`) =>
  new File([content], name, { type: 'video/mp4' })

export const chosen = (name: string, content?: string) => ({ file: video(name, content) })

/** Resolves after everything that happens without another event has happened. */
export const settled = () => new Promise((resolve) => setTimeout(resolve))

/** Locks of all tabs of one browser, by job. */
type Tabs = Map<string, { holder: symbol; waiting: (() => void)[] }>

type SuggestQuality = (file: File, wishes: QualityWishes) => Promise<Partial<Suggestion>>
const noSuggestion: SuggestQuality = async () => ({})

export type TestQueue = ReturnType<typeof createTestQueue>

/** Creates a queue. Two queues with the same storage and `tabs` are two tabs of one browser. */
export function createTestQueue({
  journaled = new Map<string, JournalEntry>(),
  storedFiles = new Map<string, File | 'permission'>(),
  storedCovers = new Map<string, File>(),
  tabs = new Map() as Tabs,
  configReady = Promise.resolve(),
  owner = 'ada',
  settings = defaultSettings,
  suggestQuality = noSuggestion,
  wait = () => new Promise<void>((resolve) => setTimeout(resolve)),
  /** Replaces services. */
  replace = (services: QueueDependencies) => services,
} = {}) {
  const edge = fakeEdge(configReady)
  const sources = fakeSources(storedFiles)
  const transport = fakeTransport(edge.answersReady)
  const locks = fakeLocks(tabs)
  const measuredSpeeds: number[] = []
  const progressReports: UploadProgress[] = []
  const timers = fakeTimers()
  let leavePage = () => {}
  const queue = createQueue(
    replace({
      edge: edge.client,
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
      sources: sources.store,
      covers: {
        put: async (jobId, file) => void storedCovers.set(jobId, file),
        find: async (jobId) => storedCovers.get(jobId),
        remove: async (jobId) => void storedCovers.delete(jobId),
      },
      locks: locks.locks,
      ...transport.services,
      wait,
      mayPoll: async () => undefined,
      measured: (bytesPerSecond) => measuredSpeeds.push(bytesPerSecond),
      settings: () => settings,
      suggestQuality: async (file, wishes) => {
        const suggestion = await suggestQuality(file, wishes)
        return { canCompress: true, choice: { quality: 'Original' }, ...suggestion }
      },
      startTimer: timers.start,
      onPageLeave: (listener) => (leavePage = listener),
      reportProgress: async (_, progress) => void progressReports.push(progress),
    }),
  )
  return {
    queue,
    progressReports,
    ...{ journaled, storedFiles, storedCovers },
    ...edge.controls,
    ...sources.controls,
    ...transport.controls,
    /** Ends the time in which actions can be undone. */
    endUndoTime: timers.end,
    leavePage: () => leavePage(),
    lockedJobs: () => tabs.size,
    announce: locks.announce,
    closeTab: locks.closeTab,
    stage: (name: string) => queue.jobs.value.find((job) => job.source.name === name)?.stage,
    id: (name: string) => queue.jobs.value.find((job) => job.source.name === name)?.jobId ?? '',
  }
}

/** Timers that end when `end` is called. */
function fakeTimers() {
  const callbacks = new Set<() => void>()
  return {
    start: (callback: () => void) => {
      const run = () => callback()
      callbacks.add(run)
      return () => void callbacks.delete(run)
    },
    end: () => {
      for (const callback of callbacks) {
        callbacks.delete(callback)
        callback()
      }
    },
  }
}

/** The edge of a queue. The `controls` change its answers and show the requests that it received. */
function fakeEdge(configReady: Promise<void>) {
  const edits: { uploadId: UploadId; edited: EditUpload }[] = []
  const deleted: UploadId[] = []
  const polledWith: (FileId | undefined)[] = []
  const coversReported: string[] = []
  const opened: OpenUpload[] = []
  let answered = Promise.resolve()
  let status: UploadStatus = 'ready'
  let knownFileId: FileId | undefined
  let remainingFailures = 0
  let lastFailure: EdgeError['code'] = 'network-lost'
  const upload = (uploadId: UploadId): Upload => ({
    uploadId,
    name: 'a.mp4',
    openedAt: 0,
    visibility: 'public',
    status,
    retryAfter: 1,
    ...(knownFileId && { fileId: knownFileId }),
  })
  const throwIfFailing = () => {
    if (remainingFailures-- > 0)
      throw new EdgeError(remainingFailures === 0 ? lastFailure : 'network-lost')
  }
  const client: QueueDependencies['edge'] = {
    config: async () => {
      await configReady
      return {
        authMode: 'local',
        maxFileBytes: 1000,
        endpoints: { upload: '', cos: '' },
        studio: { name: 'Reelferry', footer: [] },
      }
    },
    openUpload: async (upload) => {
      throwIfFailing()
      const uploadId = String(opened.length).padStart(22, 'A') as UploadId
      opened.push(upload)
      await answered
      return { uploadId }
    },
    signature: async () => ({ signature: 's', expiresAt: 1 as never }),
    editUpload: async (uploadId, edited) => {
      throwIfFailing()
      edits.push({ uploadId, edited })
      return upload(uploadId)
    },
    deleteUpload: async (uploadId) => {
      throwIfFailing()
      deleted.push(uploadId)
    },
    upload: async (uploadId, fileId) => {
      polledWith.push(fileId)
      return upload(uploadId)
    },
    coverChanged: async (uploadId, fileId) => {
      coversReported.push(fileId)
      return upload(uploadId)
    },
  }
  const controls = {
    ...{ edits, deleted, polledWith, coversReported },
    opened: () => opened.length,
    /** The requests to open an upload. */
    requests: opened,
    /** Delays answers until the returned function is called. With an error, they fail. */
    delayAnswers: () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      answered = promise
      return (error?: Error) => (error ? reject(error) : resolve())
    },
    setStatus: (next: UploadStatus) => (status = next),
    /** Sets the file that the edge knows from VOD for any upload. */
    setFileId: (fileId: string) => (knownFileId = fileId as FileId),
    /** Fails the next requests as if the network were lost; the last of them fails with `last`. */
    failRequests: (times: number, last: EdgeError['code'] = 'network-lost') => {
      remainingFailures = times
      lastFailure = last
    },
  }
  return { client, controls, answersReady: () => answered }
}

function fakeSources(storedFiles: Map<string, File | 'permission'>) {
  const copying: string[] = []
  const removedAsPublished: string[] = []
  let copied = Promise.resolve()
  const store: QueueDependencies['sources'] = {
    putReference: async (jobId, { recording }) => {
      if (recording) storedFiles.set(jobId, video('a.mp4'))
      return !!recording
    },
    putCopy: async (jobId, file) => {
      copying.push(file.name)
      await copied
      storedFiles.set(jobId, file)
    },
    find: async (jobId, mayPrompt) => {
      const found = storedFiles.get(jobId) ?? 'file'
      return found === 'permission' && mayPrompt ? video('a.mp4') : found
    },
    remove: async (jobId) => void storedFiles.delete(jobId),
    removePublished: async (jobId) => {
      storedFiles.delete(jobId)
      removedAsPublished.push(jobId)
    },
  }
  const controls = {
    /** Names of files in the order in which they are copied. */
    copying,
    removedAsPublished,
    /** Delays copies until the returned function is called. */
    delayCopies: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      copied = promise
      return resolve
    },
  }
  return { store, controls }
}

interface FakeTransfer {
  file: File
  options: TransferOptions
  state: 'running' | 'paused' | 'canceled' | 'done'
  commit: () => void
  fail: (error: unknown) => void
}

/** Transfers that tests end by hand. They start when `answersReady` resolves. */
function fakeTransport(answersReady: () => Promise<void>) {
  const transfers: FakeTransfer[] = []
  const coversSent: string[] = []
  const framesTaken: { name: string; trim: Trim | undefined }[] = []
  const previewsStored: { uploadId: UploadId; size: number; fileId: FileId | undefined }[] = []
  const previewRefusals: unknown[] = []
  let makePreviews: QueueDependencies['makePreviews'] = async () => undefined
  const captionsSent: { jobId: string; uploadId: string }[] = []
  let takeFrame: () => Promise<File | undefined> = async () => undefined
  let finishTransfer: () => Promise<FileId> = async () => '7' as FileId
  const services: Pick<
    QueueDependencies,
    | 'startTransfer'
    | 'finishTransfer'
    | 'sendCover'
    | 'sendCaptions'
    | 'takeFrame'
    | 'makePreviews'
    | 'storePreviews'
  > = {
    finishTransfer: () => finishTransfer(),
    sendCaptions: async (jobId, uploadId) => void captionsSent.push({ jobId, uploadId }),
    takeFrame: ({ name }, trim) => {
      framesTaken.push({ name, trim })
      return takeFrame()
    },
    makePreviews: (file, trim) => makePreviews(file, trim),
    storePreviews: async (uploadId, { image }, fileId) => {
      await answersReady()
      const refusal = previewRefusals.shift()
      if (refusal) throw refusal
      previewsStored.push({ uploadId, size: image.size, fileId })
    },
    sendCover: async (file, fileId) => {
      await answersReady()
      if (file.name === 'unreadable.jpg') throw new DOMException('', 'NotReadableError')
      if (file.name === 'refused.jpg') throw { statusCode: 400, code: 'EntityTooLarge' }
      coversSent.push(`${file.name} for ${fileId}`)
    },
    startTransfer: async (file, options) => {
      const { promise, resolve, reject } = Promise.withResolvers<FileId>()
      const transfer: FakeTransfer = {
        file,
        options,
        state: 'running',
        commit: () => {
          options.listener.allStored()
          transfer.state = 'done'
          resolve('7' as FileId)
        },
        fail: (error) => {
          transfer.state = 'done'
          reject(error)
        },
      }
      transfers.push(transfer)
      options.listener.sessionOpened(`session of ${file.name}`)
      await answersReady()
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
  }
  const controls = {
    ...{ transfers, coversSent, framesTaken, previewsStored, previewRefusals },
    setMakePreviews: (next: typeof makePreviews) => (makePreviews = next),
    running: () => transfers.filter(({ state }) => state === 'running').length,
    captionsSent,
    /** Sets the frame that is taken of any video. */
    setTakeFrame: (next: typeof takeFrame) => (takeFrame = next),
    setFinishTransfer: (next: typeof finishTransfer) => (finishTransfer = next),
  }
  return { services, controls }
}

/** Locks of one tab. */
function fakeLocks(tabs: Tabs) {
  const tab = Symbol('tab')
  let announce: (jobId: string) => void = () => undefined
  const locks: JobLocks = {
    acquire: (jobId) =>
      new Promise((resolve) => {
        const held = tabs.get(jobId)
        const take = () => {
          tabs.set(jobId, { holder: tab, waiting: held?.waiting ?? [] })
          // Browsers grant a lock in a task of its own.
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
    onAnnounced: (listener) => (announce = listener),
  }
  /** Releases the locks of the tab, as a browser does when it is closed. */
  const closeTab = () => {
    for (const [jobId, { holder, waiting }] of tabs) {
      if (holder !== tab) continue
      const next = waiting.shift()
      tabs.delete(jobId)
      next?.()
    }
  }
  return { locks, closeTab, announce: (jobId: string) => announce(jobId) }
}
