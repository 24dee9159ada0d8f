import type { FileId, PublicConfig, UploadId } from '@reelferry/contract'
import type { Edge } from '../../../api/client.ts'
import { backoff } from '@reelferry/retry'
import type { Choice } from '../../../media/model/quality.ts'
import { offers } from '../job/controls.ts'
import type { Cover } from '../job/cover.ts'
import type { Failure } from '../job/failure.ts'
import { maxRetries, toFailure } from '../transport/classify-failure.ts'
import type { ResumePoint, Job, ResultProgress } from '../job/job.ts'
import { addSample, speed } from '../job/speed.ts'
import type {
  CoverResult,
  FinishTransfer,
  SendCover,
  StartTransfer,
  TransferOptions,
} from '../transport/transfer.ts'
import { follow } from './status-polling.ts'
import type { Attempt, Handle, JobTable } from './job-table.ts'
import type { Keeping } from './job-persistence.ts'

/** How many videos are sent at the same time; each already uses six connections. */
const mostSending = 2

/** Who carries files to VOD. */
export interface SendingDependencies {
  edge: Pick<Edge, 'openUpload' | 'signature' | 'upload' | 'coverChanged' | 'deleteUpload'>
  startTransfer: StartTransfer
  finishTransfer: FinishTransfer
  sendCover: SendCover
  wait: (ms: number) => Promise<void>
  /** Told the speed of sending, in bytes a second, for later plans. */
  measured: (bytesPerSecond: number) => void
}

const original: Choice = { quality: 'Original' }

/** Classifies the error of sending a cover. A picture that cannot be read must be replaced; anything else can be retried. */
function coverFailure(error: unknown): Failure {
  const { code, detail } = toFailure(error)
  const isUnreadable = code === 'file-unreadable'
  return {
    code: isUnreadable ? 'cover-unreadable' : 'cover-failed',
    retryable: !isUnreadable,
    ...(detail !== undefined && { detail }),
  }
}

/** Whether a file could not be read to the end. What compresses it says so too of one that is cut off. */
async function isUnreadable(error: unknown, file: File | undefined): Promise<boolean> {
  const { code } = toFailure(error)
  if (code !== 'compression-failed' || !file) return code === 'file-unreadable'
  return file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => false,
      () => true,
    )
}

const isSending = (job: Job) =>
  job.stage === 'committing' || (job.stage === 'uploading' && job.activity !== 'waiting')

/** Sends jobs, some at a time, from the place they get to what has become of them at VOD. */
export function createSending(
  table: JobTable,
  keeping: Pick<Keeping, 'findFile' | 'forgetFile' | 'findCover' | 'record'>,
  getConfig: () => Promise<PublicConfig>,
  { edge, startTransfer, finishTransfer, sendCover, wait, measured }: SendingDependencies,
) {
  /** Gives free places to those who wait, in order of arrival. */
  function sendNext(): void {
    for (const job of table.jobs.value) {
      if (table.jobs.value.filter(isSending).length >= mostSending) return
      if (job.stage !== 'uploading' || job.activity !== 'waiting') continue
      table.apply(job.jobId, { type: 'begin' })
      const attempt = table.handle(job.jobId)?.attempt
      // One that is still being prepared looks for itself whether it is its turn.
      if (attempt) attempt.transfer?.resume()
      else void send(job.jobId)
    }
  }

  /** Sends a job, from the place it got to. `isReread` if that is because its file could not be read to the end. */
  async function send(jobId: string, isReread = false): Promise<void> {
    const handle = table.handle(jobId)
    if (!handle) return
    const { attempt, isCurrent } = newAttempt(handle)
    try {
      const file = await keeping.findFile(jobId)
      if (!isCurrent()) return
      if (!(file instanceof File)) {
        handle.attempt = undefined
        table.apply(jobId, { type: 'file-missing', needs: file })
        return sendNext()
      }
      const uploadId = handle.uploadId ?? (await open(jobId, file, isCurrent))
      if (!isCurrent()) return
      handle.uploadId = uploadId
      table.apply(jobId, { type: 'opened', uploadId })
      const options = await transferOptions(jobId, handle, uploadId, isCurrent)
      if (!isCurrent()) return
      const transfer = await startTransfer(file, options)
      if (!isCurrent()) {
        transfer.done.catch(() => undefined)
        return transfer.cancel()
      }
      attempt.transfer = transfer
      // Paused, and maybe resumed past its turn, while it was being prepared.
      waitForTurn(jobId)
      const fileId = await transfer.done
      if (isCurrent()) committed(jobId, uploadId, fileId)
    } catch (error) {
      if (!isCurrent()) return
      // Changed or gone on disk; what is kept of it can be read still, or it is chosen again.
      if (isReread || !(await isUnreadable(error, handle.file))) return fail(jobId, error)
      if (!isCurrent()) return
      handle.file = undefined
      await send(jobId, true)
    }
  }

  /** Holds the transfer of a job that has no place. */
  function waitForTurn(jobId: string): void {
    const job = table.find(jobId)
    if (job && !isSending(job)) table.handle(jobId)?.attempt?.transfer?.pause()
  }

  function newAttempt(handle: Handle) {
    const attempt: Attempt = { transfer: undefined }
    handle.attempt = attempt
    return { attempt, isCurrent: () => handle.attempt === attempt }
  }

  /** Learns what became of a job whose page ended while it was being committed. */
  async function finish(jobId: string): Promise<void> {
    const handle = table.handle(jobId)
    if (!handle?.uploadId) return
    const { uploadId } = handle
    const { isCurrent } = newAttempt(handle)
    try {
      const options = await transferOptions(jobId, handle, uploadId, isCurrent)
      const known = await options.fetchPublishedFile()
      if (!isCurrent()) return
      const name = table.find(jobId)?.source.name ?? ''
      committed(jobId, uploadId, known ?? (await finishTransfer(name, options)))
    } catch (error) {
      if (!isCurrent()) return
      if (toFailure(error).code !== 'vod-refused') return fail(jobId, error)
      handle.attempt = undefined
      table.apply(jobId, { type: 'unsent' })
      sendNext()
    }
  }

  function committed(jobId: string, uploadId: UploadId, fileId: FileId): void {
    const handle = table.handle(jobId)
    if (handle) handle.attempt = undefined
    table.apply(jobId, { type: 'committed', fileId })
    keeping.forgetFile(jobId)
    sendNext()
    void sendCovers(jobId)
    void watch(jobId, uploadId, fileId)
  }

  /** Follows what VOD makes of a published file. */
  async function watch(jobId: string, uploadId: UploadId, fileId: FileId): Promise<void> {
    try {
      await follow(table, { jobId, uploadId, fileId }, { edge, wait })
    } catch (error) {
      fail(jobId, error)
    }
  }

  async function transferOptions(
    jobId: string,
    handle: Handle,
    uploadId: UploadId,
    isWanted: () => boolean,
  ): Promise<TransferOptions> {
    const { endpoints } = await reach(jobId, isWanted, getConfig)
    const { choice = original, trim } = table.find(jobId)?.source ?? {}
    const isMade = choice !== original || trim
    return {
      getSignature: async () => (await edge.signature(uploadId)).signature,
      endpoints,
      fetchPublishedFile: async () =>
        (await reach(jobId, isWanted, () => edge.upload(uploadId))).fileId,
      sessionKey: handle.sessionKey,
      partLayout: handle.cuts,
      ...(isMade && {
        compression: {
          choice,
          ...(trim && { trim }),
          jobId,
          resumedFrom: (from: ResumePoint) => table.apply(jobId, { type: 'goes-on', from }),
          fellBackToOriginal: () => {
            // What a session may have is of the result.
            handle.sessionKey = ''
            table.apply(jobId, { type: 'goes-as-is' })
          },
        },
      }),
      cover: await coverOf(jobId),
      listener: {
        sessionOpened: (sessionKey) => {
          if (sessionKey !== handle.sessionKey) handle.cuts = []
          handle.sessionKey = sessionKey
          keeping.record(jobId)
        },
        partLayoutChanged: (cuts) => {
          handle.cuts = cuts
          keeping.record(jobId)
        },
        progress: (sentBytes, result) => progress(jobId, sentBytes, result),
        interrupted: () => {
          handle.samples = []
          table.apply(jobId, { type: 'interrupted' })
        },
        allStored: () => table.apply(jobId, { type: 'sent' }),
        restarted: () => {
          handle.samples = []
          table.apply(jobId, { type: 'unsent' })
          sendNext()
          waitForTurn(jobId)
        },
        coverSettled: (id, result) => tellCover(jobId, id, result),
      },
    }
  }

  async function coverOf(jobId: string): Promise<TransferOptions['cover']> {
    const file = await keeping.findCover(jobId)
    const cover = table.find(jobId)?.cover
    return file && cover && { id: cover.id, file, isStored: cover.state === 'sent' }
  }

  /** What became of a cover; nothing is told of one that has been replaced since. */
  function tellCover(jobId: string, id: string, result: CoverResult): void {
    if (table.find(jobId)?.cover?.id !== id) return
    const cover: Cover =
      result.state === 'failed'
        ? { state: 'failed', id, failure: coverFailure(result.error) }
        : { state: 'sent', id }
    table.apply(jobId, { type: 'cover', cover })
  }

  /** Sends the cover of a published video that has been chosen since, and one that was chosen meanwhile. */
  async function sendCovers(jobId: string): Promise<void> {
    const handle = table.handle(jobId)
    if (!handle || handle.isSendingCover) return
    handle.isSendingCover = true
    for (;;) {
      const job = table.find(jobId)
      if (job?.cover?.state !== 'chosen' || !('fileId' in job)) break
      const { id } = job.cover
      table.apply(jobId, { type: 'cover', cover: { state: 'sending', id } })
      try {
        await sendOneCover(jobId, job.uploadId, job.fileId)
        tellCover(jobId, id, { state: 'sent' })
      } catch (error) {
        tellCover(jobId, id, { state: 'failed', error })
      }
    }
    handle.isSendingCover = false
  }

  async function sendOneCover(jobId: string, uploadId: UploadId, fileId: FileId): Promise<void> {
    const file = await keeping.findCover(jobId)
    if (!file) throw new DOMException('The picture is gone.', 'NotFoundError')
    const { endpoints } = await getConfig()
    const getSignature = async () => (await edge.signature(uploadId)).signature
    await sendCover(file, fileId, { getSignature, endpoints })
    await edge.coverChanged(uploadId, fileId)
  }

  async function open(jobId: string, file: File, isWanted: () => boolean): Promise<UploadId> {
    const { name, size, type } = file
    return (await reach(jobId, isWanted, () => edge.openUpload({ name, size, type }))).uploadId
  }

  /** Repeats a call to the edge, with growing pauses, while the edge cannot be reached. */
  async function reach<T>(
    jobId: string,
    isWanted: () => boolean,
    call: () => Promise<T>,
  ): Promise<T> {
    for (let failures = 0, refusals = 0; ;) {
      try {
        return await call()
      } catch (error) {
        const most = maxRetries(toFailure(error))
        // However long a network was lost, what is refused once is not given up for that.
        if (!isWanted() || (most !== Infinity && refusals++ >= most)) throw error
        table.apply(jobId, { type: 'interrupted' })
        await wait(backoff(++failures, Math.random()))
      }
    }
  }

  function fail(jobId: string, error: unknown): void {
    const failure = toFailure(error)
    const handle = table.handle(jobId)
    if (!handle) return
    handle.attempt = undefined
    if (failure.code === 'upload-not-found' || failure.code === 'upload-closed') {
      handle.uploadId = undefined
      handle.sessionKey = ''
    }
    table.apply(jobId, { type: 'failed', failure })
    sendNext()
  }

  function progress(jobId: string, sentBytes: number, result?: ResultProgress): void {
    const handle = table.handle(jobId)
    const job = table.find(jobId)
    if (!handle || !job) return
    handle.samples = addSample(handle.samples, { time: performance.now(), bytes: sentBytes })
    const bytesPerSecond = speed(handle.samples)
    const left = (result?.totalBytes ?? job.source.size) - sentBytes
    const sendingLeft = bytesPerSecond > 0 ? Math.max(0, left) / bytesPerSecond : undefined
    const isEncoded = !result || result.encoded === 1
    // While it is compressed, sending waits for that, and its speed says little.
    const timeLeft = isEncoded ? sendingLeft : result.encodingLeft
    if (!result && bytesPerSecond > 0) measured(bytesPerSecond)
    const transferred = { sentBytes, speed: bytesPerSecond, timeLeft, ...(result && { result }) }
    table.apply(jobId, { type: 'progress', transferred })
  }

  /**
   * Something else is published than what earlier attempts sent: the next one begins anew. To be said before what
   * changes is journaled, which ends with the page at any moment.
   */
  function forgetSession(jobId: string): void {
    const handle = table.handle(jobId)
    const job = table.find(jobId)
    if (!handle || !job || !offers(job, 'retry')) return
    handle.sessionKey = ''
    // Had that been published after all, it would stand for what was changed since.
    if (handle.uploadId) edge.deleteUpload(handle.uploadId).catch(() => undefined)
    handle.uploadId = undefined
  }

  /** Holds the transfer of a job that has been paused; its place becomes free. */
  function hold(jobId: string): void {
    const handle = table.handle(jobId)
    if (!handle) return
    handle.attempt?.transfer?.pause()
    handle.samples = []
  }

  /** Ends the transfer of a job that has been canceled or removed. */
  function end(jobId: string): void {
    const handle = table.handle(jobId)
    if (!handle) return
    handle.attempt?.transfer?.cancel()
    handle.attempt = undefined
    handle.samples = []
  }

  /** Goes on with what an earlier page had sent all of. */
  function goOn(jobId: string): void {
    const job = table.find(jobId)
    if (job?.stage === 'processing') void watch(jobId, job.uploadId, job.fileId)
    if (job?.stage === 'committing') void finish(jobId)
    void sendCovers(jobId)
  }

  return { sendNext, sendCovers, forgetSession, hold, end, goOn }
}
