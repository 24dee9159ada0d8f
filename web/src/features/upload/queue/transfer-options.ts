import type { UploadId } from '@reelferry/contract'
import type { Choice } from '../../../media/model/quality.ts'
import type { ResultProgress, ResumePoint } from '../job/job.ts'
import { measure, transferredOf } from '../job/time-left.ts'
import type { TransferListener, TransferOptions } from '../transport/transfer.ts'
import type { CoverSender } from './cover-sending.ts'
import type { JobRuntime } from './job-table.ts'
import { reportToViewers } from './report-progress.ts'
import { type CurrentAttempt, retryRequest, type SendingContext } from './sending-context.ts'

const original: Choice = { quality: 'Original' }

/** Updates the speed and the remaining time of a job, and reports them to viewers who wait. */
function showProgress(
  context: SendingContext,
  jobId: string,
  sentBytes: number,
  result?: ResultProgress,
): void {
  const { table, measured } = context
  const runtime = table.runtime(jobId)
  const job = table.find(jobId)
  if (!runtime || !job) return
  const before = runtime.measurement?.speed
  const progress = { time: performance.now(), sentBytes, totalBytes: job.source.size, result }
  runtime.measurement = measure(runtime.measurement, progress)
  const { speed } = runtime.measurement
  // While a result grows, the encoder limits the speed, so it does not measure the network.
  if (!result && speed > 0 && speed !== before) measured(speed)
  table.apply(jobId, {
    type: 'progress',
    transferred: transferredOf(runtime.measurement, progress),
  })
  reportToViewers(context, jobId, progress.time)
}

/** Applies the events of a transfer to its job. */
function transferListener(
  context: SendingContext,
  { jobId, runtime, covers, onRestarted }: OptionsInput,
): TransferListener {
  const { table, persistence } = context
  return {
    sessionOpened: (sessionKey) => {
      if (sessionKey !== runtime.sessionKey) runtime.partLayout = []
      runtime.sessionKey = sessionKey
      persistence.record(jobId)
    },
    partLayoutChanged: (layout) => {
      runtime.partLayout = layout
      persistence.record(jobId)
    },
    progress: (sentBytes, result) => showProgress(context, jobId, sentBytes, result),
    interrupted: (lostConnection) => {
      runtime.measurement = undefined
      table.apply(jobId, { type: 'interrupted', ...(lostConnection && { lostConnection }) })
    },
    allStored: () => table.apply(jobId, { type: 'sent' }),
    restarted: () => {
      runtime.measurement = undefined
      table.apply(jobId, { type: 'restarted' })
      onRestarted(jobId)
    },
    coverSettled: (id, result) => covers.applyResult(jobId, id, result),
  }
}

interface OptionsInput extends CurrentAttempt {
  runtime: JobRuntime
  uploadId: UploadId
  covers: Pick<CoverSender, 'coverOption' | 'applyResult'>
  /** Called when everything has to be sent again: the job may have to wait for a slot. */
  onRestarted: (jobId: string) => void
}

/** Builds the options for the transfer of a job. Resumes the upload session of earlier attempts. */
export async function transferOptions(
  context: SendingContext,
  input: OptionsInput,
): Promise<TransferOptions> {
  const { table, edge, getConfig } = context
  const { jobId, runtime, uploadId, covers } = input
  const { endpoints } = await retryRequest(context, input, getConfig)
  const { choice = original, trim, removesPrivateData = false } = table.find(jobId)?.source ?? {}
  const needsMediaWorker = choice !== original || trim
  return {
    getSignature: async () => (await edge.signature(uploadId)).signature,
    endpoints,
    fetchPublishedFile: async () =>
      (await retryRequest(context, input, () => edge.upload(uploadId))).fileId,
    sessionKey: runtime.sessionKey,
    removesPrivateData,
    partLayout: runtime.partLayout,
    ...(needsMediaWorker && {
      compression: {
        choice,
        ...(trim && { trim }),
        jobId,
        resumedFrom: (from: ResumePoint) => table.apply(jobId, { type: 'resumed-from', from }),
        fellBackToOriginal: (reason) => {
          // The session contains parts of the result.
          runtime.sessionKey = ''
          const isWrong = reason === 'wrong-result'
          table.apply(jobId, {
            type: 'fell-back-to-original',
            ...(isWrong && { hadWrongResult: true }),
          })
        },
      },
    }),
    cover: await covers.coverOption(jobId),
    wakeSignal: context.wakeSignal,
    listener: transferListener(context, input),
  }
}
