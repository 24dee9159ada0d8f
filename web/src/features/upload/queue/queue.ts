import { validateSourceFile, type PublicConfig } from '@reelferry/contract'
import { defineStore } from 'pinia'
import { computed } from 'vue'
import { type Edge, edge } from '../../../api/client.ts'
import { useSession } from '../../session/session.ts'
import { storeUploadSpeed } from '../../../platform/measured-speeds.ts'
import type { Choice } from '../../../media/model/quality.ts'
import type { Edit } from '../../prepare/model/edit.ts'
import type { ChosenFile } from '../../../platform/chosen-file.ts'
import { fingerprint } from '../persistence/fingerprint.ts'
import { createJobLocks } from '../persistence/job-locks.ts'
import { journalStore } from '../persistence/journal-store.ts'
import { coverStore } from '../persistence/cover-store.ts'
import { sourceStore } from '../persistence/source-store.ts'
import { finishTransfer, sendCover, startTransfer } from '../transport/start-transfer.ts'
import { type Control, offersForAll } from '../job/controls.ts'
import type { Details } from '../../details/model/details.ts'
import { toFailure } from '../transport/classify-failure.ts'
import { createDescribing } from './sync-details.ts'
import { createJobTable, newHandle } from './job-table.ts'
import { createKeeping, type KeepingDependencies } from './job-persistence.ts'
import { createSending, type SendingDependencies } from './scheduler.ts'

/** The outside, as far as the queue needs it. */
export type QueueDependencies = KeepingDependencies &
  SendingDependencies & { edge: Pick<Edge, 'config' | 'editUpload' | 'deleteUpload'> }

/** No chosen video waits longer to be kept, where an edge takes the question and does not answer. */
const mostLimitWaitMs = 1000

/** The queue over any outside; the studio's own is {@link useQueue}. */
export function createQueue(outside: QueueDependencies) {
  const table = createJobTable((jobId) => {
    keeping.record(jobId)
    void describing.save(jobId)
  })
  const describing = createDescribing(table, outside)
  const keeping = createKeeping(table, outside)
  const sending = createSending(table, keeping, getConfig, outside)
  const { jobs, apply } = table
  let config: Promise<PublicConfig> | undefined
  let restored: Promise<void> | undefined

  const stageOf = (jobId: string) => table.find(jobId)?.stage

  function getConfig(): Promise<PublicConfig> {
    config ??= outside.edge.config()
    config.catch(() => (config = undefined))
    return config
  }

  /** Brings back what an earlier page left, which goes on by itself. */
  function restore(): Promise<void> {
    restored = keeping.restore((jobId) => {
      sending.goOn(jobId)
      sending.sendNext()
      void describing.save(jobId)
    })
    return restored
  }

  /** Takes videos; resolves once they are kept as well as can be, so that nobody else need keep them. */
  async function add(chosen: Iterable<ChosenFile>): Promise<void> {
    // A file that an earlier page left behind is known only once its job is.
    await restored
    // Where the limit cannot be learned now, the edge tells it when the upload is opened.
    const maxFileBytes = await Promise.race([
      getConfig().then(
        (config) => config.maxFileBytes,
        () => Infinity,
      ),
      outside.wait(mostLimitWaitMs).then(() => Infinity),
    ])
    const kept: Promise<void>[] = []
    for (const one of chosen) {
      const { file } = one
      const { name, size, type } = file
      const common = { jobId: crypto.randomUUID(), source: { name, size, type } }
      const refusal = validateSourceFile(file, maxFileBytes)
      if (refusal) {
        table.add({ ...common, stage: 'draft', refusal })
        continue
      }
      let content: string
      try {
        content = await outside.fingerprint(file)
      } catch (error) {
        const failure = { ...toFailure(error), retryable: false }
        table.add({ ...common, stage: 'failed', failure })
        continue
      }
      if (await adopt(one, content)) continue
      table.add({ ...common, stage: 'draft' }, newHandle({ file, fingerprint: content }))
      kept.push(keeping.keep(common.jobId, one))
    }
    await Promise.all(kept)
  }

  /** Gives a file that was chosen again back to the job that lacks it, or that an earlier page left, which then goes on. */
  async function adopt(chosen: ChosenFile, content: string): Promise<boolean> {
    const { file, recording } = chosen
    const job = jobs.value.find((one) => {
      const handle = table.handle(one.jobId)
      return (
        (handle?.isRestored || (one.stage === 'paused' && one.needs)) &&
        handle?.fingerprint === content &&
        one.source.size === file.size &&
        ['draft', 'uploading', 'paused', 'committing'].includes(one.stage)
      )
    })
    const handle = job && table.handle(job.jobId)
    if (!handle) return false
    const isMissing = !((await keeping.findFile(job.jobId)) instanceof File)
    handle.file ??= file
    apply(job.jobId, { type: 'file-found' })
    void resume(job.jobId)
    const kept = recording || isMissing ? keeping.keepFile(job.jobId, chosen) : undefined
    if (recording) await kept
    return true
  }

  /** Chooses what is made of a video before it is sent. */
  function choose(jobId: string, choice: Choice): void {
    sending.forgetSession(jobId)
    apply(jobId, { type: 'choose', choice })
  }

  /** Says what a video is called, what it is about, and who may watch it; the edge is told when it can be. */
  function describe(jobId: string, details: Details): void {
    apply(jobId, { type: 'describe', details })
  }

  /** Changes what part of a video is sent, and what picture stands for it. */
  function edit(jobId: string, edited: Edit): void {
    switch (edited.type) {
      case 'trim':
        sending.forgetSession(jobId)
        return apply(jobId, edited)
      case 'cover':
        // What a session has of a cover is published with it, though it was taken away here.
        if (!edited.file) sending.forgetSession(jobId)
        keeping.keepCover(jobId, edited.file)
        apply(jobId, { type: 'cover', cover: edited.file && newCover() })
        return void sending.sendCovers(jobId)
      case 'retry-cover': {
        const cover = table.find(jobId)?.cover
        if (cover?.state !== 'failed' || !cover.failure.retryable) return
        apply(jobId, { type: 'cover', cover: newCover() })
        return void sending.sendCovers(jobId)
      }
    }
  }

  const newCover = () => ({ state: 'chosen' as const, id: crypto.randomUUID() })

  function start(jobId: string): void {
    apply(jobId, { type: 'start' })
    sending.sendNext()
  }

  function pause(jobId: string): void {
    apply(jobId, { type: 'pause' })
    if (stageOf(jobId) !== 'paused') return
    sending.hold(jobId)
    sending.sendNext()
  }

  async function resume(jobId: string): Promise<void> {
    const job = table.find(jobId)
    if (job?.stage === 'paused' && job.needs === 'permission') {
      const file = await keeping.findFile(jobId, true)
      if (file instanceof File) apply(jobId, { type: 'file-found' })
      else apply(jobId, { type: 'file-missing', needs: file })
    }
    apply(jobId, { type: 'resume' })
    sending.sendNext()
  }

  function cancel(jobId: string): void {
    const before = stageOf(jobId)
    apply(jobId, { type: 'cancel' })
    if (stageOf(jobId) === before) return
    sending.end(jobId)
    sending.sendNext()
  }

  function remove(jobId: string): void {
    describing.flush(jobId)
    const uploadId = table.handle(jobId)?.uploadId
    const stage = stageOf(jobId)
    // Of the others, VOD may have all. If it does not get through, it counts as under way for a day.
    if (uploadId && stage === 'canceled') outside.edge.deleteUpload(uploadId).catch(() => undefined)
    sending.end(jobId)
    table.remove(jobId)
    keeping.forget(jobId)
    sending.sendNext()
  }

  const controls: Record<Control, (jobId: string) => void> = {
    start,
    pause,
    resume: (jobId) => void resume(jobId),
    cancel,
    retry: start,
    remove,
  }

  const control = (jobId: string, which: Control): void => controls[which](jobId)

  /** Does to all jobs what could be done to each of them. */
  function forAll(control: Control): void {
    const able = jobs.value.filter((job) => offersForAll(job, control))
    // From the last one on: no place that becomes free goes to one that is about to be stopped too.
    const order = control === 'pause' || control === 'cancel' ? able.toReversed() : able
    for (const { jobId } of order) controls[control](jobId)
  }

  /** Whether something is on its way, or waits only for its turn or the network. */
  const isSending = computed(() =>
    jobs.value.some(
      ({ stage, cover }) =>
        stage === 'uploading' || stage === 'committing' || cover?.state === 'sending',
    ),
  )

  /** Whether leaving the page would lose something. */
  const isBusy = computed(
    () => isSending.value || jobs.value.some((job) => job.stage === 'paused' && !job.needs),
  )

  /** The file of a job, if it is at hand. */
  async function fileOf(jobId: string): Promise<File | undefined> {
    const file = await keeping.findFile(jobId)
    return file instanceof File ? file : undefined
  }

  const { isKept, isUnkept } = keeping
  /** The address of a published video's picture; `''` where there is none. */
  async function coverOf(jobId: string): Promise<string> {
    const uploadId = table.handle(jobId)?.uploadId
    return (uploadId && (await outside.edge.upload(uploadId)).video?.coverUrl) || ''
  }

  return {
    ...{ jobs, isKept, isUnkept, isSending, isBusy },
    ...{ restore, add, choose, edit, describe, fileOf, coverOf },
    chosenCoverOf: keeping.findCover,
    ...{ control, forAll, ...controls },
  }
}

/** The studio's queue of jobs. */
export const useQueue = defineStore('queue', () => {
  const session = useSession()
  // On another site's page nobody else has asked.
  void session.owner()
  const queue = createQueue({
    edge,
    owner: session.owner,
    creatorId: () => session.creatorId,
    startTransfer,
    finishTransfer,
    sendCover,
    fingerprint,
    journal: journalStore,
    sources: sourceStore,
    covers: coverStore,
    locks: createJobLocks(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    measured: storeUploadSpeed,
  })
  void queue.restore()
  return queue
})
