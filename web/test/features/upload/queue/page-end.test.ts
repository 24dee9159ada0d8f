/**
 * Ends the page at every call of the queue to its services, in two ways, and checks the next page: the job continues by
 * itself, unless the creator paused or canceled it.
 */
import { describe, expect, it } from 'vitest'
import type { FileId } from '@reelferry/contract'
import { EdgeError } from '../../../../src/api/request.ts'
import type { JournalEntry } from '../../../../src/features/upload/persistence/journal.ts'
import type { QueueDependencies } from '../../../../src/features/upload/queue/queue.ts'
import type { StartTransfer } from '../../../../src/features/upload/transport/transfer.ts'
import { createTestQueue, type TestQueue, video } from './test-queue.ts'

/**
 * `killed`: nothing happens any more. `ending`: requests and reads of files fail, timers stop, but scripts and storage
 * still work, as WebKit does while a page is left.
 */
type PageEnd = 'killed' | 'ending'

const never = new Promise<never>(() => undefined)
const unreadable = () => new DOMException('The page is being left.', 'NotReadableError')

/** A page that ends at its `endAt`-th call of a service. */
class Page {
  calls = 0
  isEnded = false
  readonly #endAt: number
  readonly #end: PageEnd
  /** Rejects the requests and reads that are running when the page ends. */
  readonly #failRunning = Promise.withResolvers<never>()

  constructor(endAt: number, end: PageEnd) {
    this.#endAt = endAt
    this.#end = end
    this.#failRunning.promise.catch(() => undefined)
  }

  #count(): void {
    if (++this.calls !== this.#endAt) return
    this.isEnded = true
    if (this.#end === 'ending') this.#failRunning.reject(unreadable())
  }

  /** A call to storage. */
  async store<T>(call: () => Promise<T>): Promise<T> {
    this.#count()
    if (this.isEnded && this.#end === 'killed') return never
    const result = await call()
    return this.isEnded && this.#end === 'killed' ? never : result
  }

  /** A request, or a read of a file. */
  async request<T>(call: () => Promise<T>, error: () => Error = unreadable): Promise<T> {
    this.#count()
    if (this.isEnded) return this.#end === 'killed' ? never : Promise.reject(error())
    const result = await Promise.race([call(), this.#failRunning.promise])
    return this.isEnded && this.#end === 'killed' ? never : result
  }

  /** A timer. */
  async time(): Promise<void> {
    if (this.isEnded) return never
    await new Promise((resolve) => setTimeout(resolve))
    if (this.isEnded) await never
  }

  /** Sends a file in a few steps. */
  startTransfer: StartTransfer = async (file, { listener, compression, getSignature }) => {
    const paused = { promise: Promise.resolve(), resolve: () => undefined as void }
    const step = async () => {
      await paused.promise
      await this.time()
      await this.time()
      await this.request(async () => void (await file.slice(0, 1).arrayBuffer()))
    }
    const run = async () => {
      if (compression) await step()
      await getSignature()
      await step()
      listener.sessionOpened('session')
      listener.partLayoutChanged([{ from: 0, size: 1024 * 1024 }])
      await step()
      listener.progress(file.size)
      listener.allStored()
      await step()
      return '7' as FileId
    }
    const done = run()
    done.catch(() => undefined)
    return {
      done,
      pause: () => Object.assign(paused, Promise.withResolvers<void>()),
      resume: () => paused.resolve(),
      cancel: () => undefined,
    }
  }

  replace = (services: QueueDependencies): QueueDependencies => {
    const lost = () => new EdgeError('network-lost')
    const { edge, journal, sources, covers } = services
    return {
      ...services,
      startTransfer: this.startTransfer,
      finishTransfer: () => this.request(async () => '7' as FileId),
      sendCover: (...parameters) => this.request(() => services.sendCover(...parameters)),
      takeFrame: (...parameters) => this.request(() => services.takeFrame(...parameters)),
      makePreviews: (...parameters) => this.request(() => services.makePreviews(...parameters)),
      sendCaptions: (...parameters) => this.request(() => services.sendCaptions(...parameters)),
      storePreviews: (...parameters) => this.request(() => services.storePreviews(...parameters)),
      fingerprint: (file) => this.request(() => services.fingerprint(file)),
      suggestQuality: (...parameters) => services.suggestQuality(...parameters),
      wait: () => this.time(),
      edge: {
        config: () => this.request(() => edge.config(), lost),
        openUpload: (upload) => this.request(() => edge.openUpload(upload), lost),
        signature: (id) => this.request(() => edge.signature(id), lost),
        editUpload: (...parameters) => this.request(() => edge.editUpload(...parameters), lost),
        deleteUpload: (id) => this.request(() => edge.deleteUpload(id), lost),
        upload: (...parameters) => this.request(() => edge.upload(...parameters), lost),
        coverChanged: (...parameters) => this.request(() => edge.coverChanged(...parameters), lost),
      },
      journal: {
        all: () => this.store(() => journal.all()),
        get: (id) => this.store(() => journal.get(id)),
        put: (entry) => this.store(() => journal.put(entry)),
        remove: (id) => this.store(() => journal.remove(id)),
      },
      sources: {
        putReference: (...parameters) => this.store(() => sources.putReference(...parameters)),
        putCopy: (...parameters) => this.store(() => sources.putCopy(...parameters)),
        find: async (...parameters) => {
          const found = await this.store(() => sources.find(...parameters))
          // Reading the stored file fails while the page ends.
          return found instanceof File ? this.request(async () => found) : found
        },
        remove: (id) => this.store(() => sources.remove(id)),
        removePublished: (id) => this.store(() => sources.removePublished(id)),
      },
      covers: {
        put: (...parameters) => this.store(() => covers.put(...parameters)),
        find: (id) => this.store(() => covers.find(id)),
        remove: (id) => this.store(() => covers.remove(id)),
      },
    }
  }
}

interface Stored {
  journaled: Map<string, JournalEntry>
  storedFiles: Map<string, File | 'permission'>
  storedCovers: Map<string, File>
}

/** The creator's actions on a page. Ends when nothing happens any more. */
interface Scenario {
  act(page: TestQueue, jobId: string): Promise<void> | void
  /** Stage in which the job must be on the next page, when nothing happens any more. */
  expected: 'ready' | 'paused' | 'canceled'
  /** Decisions of the creator that the page may have stored before the last one. */
  earlier?: string[]
}

/** Resolves when the queue has had time to do everything that needs no further event. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await new Promise((resolve) => setTimeout(resolve))
}

const scenarios: Record<string, Scenario> = {
  'an upload': { act: ({ queue }, jobId) => queue.start(jobId), expected: 'ready' },
  'a compression': {
    act: ({ queue }, jobId) => {
      queue.chooseQuality(jobId, { quality: '480p' })
      queue.start(jobId)
    },
    expected: 'ready',
  },
  'an upload with a cover': {
    act: ({ queue }, jobId) => {
      queue.edit(jobId, { type: 'cover', file: video('cover.jpg') })
      queue.start(jobId)
    },
    expected: 'ready',
  },
  'an upload that was paused': {
    act: async ({ queue }, jobId) => {
      queue.start(jobId)
      await new Promise((resolve) => setTimeout(resolve))
      queue.pause(jobId)
    },
    expected: 'paused',
  },
  'an upload that was paused and resumed': {
    act: async ({ queue }, jobId) => {
      queue.start(jobId)
      await new Promise((resolve) => setTimeout(resolve))
      queue.pause(jobId)
      await new Promise((resolve) => setTimeout(resolve))
      queue.resume(jobId)
    },
    expected: 'ready',
    earlier: ['paused'],
  },
  'an upload that was canceled': {
    act: async ({ queue }, jobId) => {
      queue.start(jobId)
      await new Promise((resolve) => setTimeout(resolve))
      queue.cancel(jobId)
    },
    expected: 'canceled',
  },
}

/** Runs a scenario on a page that ends at a call, and then the next page. Resolves with the stage of the job there. */
async function stageAfter(scenario: Scenario, endAt: number, end: PageEnd) {
  const stored: Stored = { journaled: new Map(), storedFiles: new Map(), storedCovers: new Map() }
  const earlier = createTestQueue(stored)
  await earlier.queue.add([{ file: video('a.mp4') }])
  const jobId = earlier.id('a.mp4')
  // From here on, the file is stored, and the page may end at every call.
  const page = new Page(endAt, end)
  const left = createTestQueue({ ...stored, replace: page.replace })
  void left.queue.restore()
  await quiet()
  const isRestored = left.id('a.mp4') === jobId
  if (isRestored) await scenario.act(left, jobId)
  await quiet()
  const { stage, failure } = stored.journaled.get(jobId) ?? {}
  const next = createTestQueue({ ...stored, replace: new Page(Infinity, end).replace })
  await next.queue.restore()
  await quiet()
  await quiet()
  const label = `end at call ${endAt}, stored ${stage} ${failure?.code ?? ''}`
  return { calls: page.calls, isRestored, label, found: next.stage('a.mp4') }
}

describe.each(['killed', 'ending'] as const)('after a page was %s at any call,', (end) => {
  it.each(Object.entries(scenarios))(
    '%s continues as the creator left it',
    async (_, scenario) => {
      const complete = await stageAfter(scenario, Infinity, end)
      expect(complete.found).toBe(scenario.expected)
      const endings = Array.from({ length: complete.calls }, (_, index) => index + 1)
      const ended = await Promise.all(endings.map((endAt) => stageAfter(scenario, endAt, end)))
      // The page may have ended before the creator's actions were stored, or after the upload was complete.
      const allowed = new Set(['draft', 'ready', scenario.expected, ...(scenario.earlier ?? [])])
      for (const { found, label } of ended) expect([...allowed], label).toContain(found)
      const started = ended.filter(({ isRestored, found }) => isRestored && found !== 'draft')
      expect(started.length).toBeGreaterThan(3)
    },
    20_000,
  )
})
