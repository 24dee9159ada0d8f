import { type PublicConfig, validateSourceFile } from '@reelferry/contract'
import type { ChosenFile } from '../../../platform/chosen-file.ts'
import { noDetails } from '../../details/model/details.ts'
import type { Job, ReplacedVideo } from '../job/job.ts'
import type { UploadSettings } from '../persistence/settings-store.ts'
import { toFailure } from '../transport/classify-failure.ts'
import type { JobPersistence } from './job-persistence.ts'
import { type JobTable, newRuntime } from './job-table.ts'
import type { RefusedFiles } from './refused-files.ts'
import { uploadNameFor } from './upload-name.ts'

/** Maximum time to wait for the size limit. A chosen file must be persisted soon, also if the edge does not answer. */
const maxConfigWaitMs = 1000

interface AddFilesContext {
  table: JobTable
  refusedFiles: Pick<RefusedFiles, 'add'>
  persistence: Pick<JobPersistence, 'persist' | 'persistFile' | 'findFile'>
  settings: () => UploadSettings
  /** Called when a new job is persisted. */
  added: (jobId: string) => void
  getConfig: () => Promise<PublicConfig>
  fingerprint: (file: File) => Promise<string>
  wait: (ms: number) => Promise<void>
  resume: (jobId: string) => Promise<void>
}

/** Adds chosen files to the queue, as new jobs or as the files of restored jobs. Files that cannot be uploaded become no job. */
export function createFileIntake({
  table,
  refusedFiles,
  persistence,
  settings,
  added,
  getConfig,
  fingerprint,
  wait,
  resume,
}: AddFilesContext) {
  /**
   * Adds files. Resolves when they are stored as safely as possible, so that the caller can drop its own copies.
   * @param replaces the video whose file the chosen one replaces; absent for new videos
   */
  async function addFiles(
    chosenFiles: Iterable<ChosenFile>,
    replaces?: ReplacedVideo,
  ): Promise<void> {
    // If the limit is not available now, the edge checks it when the upload is opened.
    const maxFileBytes = await Promise.race([
      getConfig().then(
        (config) => config.maxFileBytes,
        () => Infinity,
      ),
      wait(maxConfigWaitMs).then(() => Infinity),
    ])
    const persisting: Promise<void>[] = []
    for (const chosen of chosenFiles) {
      const jobId = await addFile(chosen, maxFileBytes, replaces)
      if (jobId !== undefined) persisting.push(persistNew(jobId, chosen))
    }
    await Promise.all(persisting)
  }

  async function persistNew(jobId: string, chosen: ChosenFile): Promise<void> {
    if (!(await persistence.persist(jobId))) return
    added(jobId)
    await persistence.persistFile(jobId, chosen)
  }

  /** Adds one file. Resolves with the id of its job if the job is new and must be persisted. */
  async function addFile(
    chosen: ChosenFile,
    maxFileBytes: number,
    replaces: ReplacedVideo | undefined,
  ): Promise<string | undefined> {
    const { file } = chosen
    const { name, size, type } = file
    const jobId = crypto.randomUUID()
    const source = { name, size, type, removesPrivateData: true, ...(replaces && { replaces }) }
    const common = { jobId, source }
    let content: string
    try {
      const uploadName = await uploadNameFor(file)
      const rejection = validateSourceFile({ name: uploadName, size, type }, maxFileBytes)
      if (rejection) {
        const limit = rejection === 'file-too-large' ? { maxFileBytes } : {}
        refusedFiles.add({ id: jobId, name, code: rejection, ...limit })
        return undefined
      }
      content = await fingerprint(file)
    } catch (error) {
      const failure = { ...toFailure(error), retryable: false }
      table.add({ ...common, stage: 'failed', failure })
      return undefined
    }
    if (await giveToExistingJob(chosen, content, replaces)) return undefined
    const { visibility } = settings()
    // A replaced video keeps its details.
    const details = replaces || visibility === 'public' ? undefined : { ...noDetails, visibility }
    const draft = { ...common, ...(details && { details }), stage: 'draft' as const }
    table.add(draft, newRuntime({ file, fingerprint: content }))
    return jobId
  }

  /** Gives a file that was chosen again to the job that lacks it or was restored, and resumes that job. */
  async function giveToExistingJob(
    chosen: ChosenFile,
    content: string,
    replaces: ReplacedVideo | undefined,
  ): Promise<boolean> {
    const { file, recording } = chosen
    const job = table.jobs.value.find(
      (candidate) =>
        acceptsFile(candidate, file, content) &&
        (!replaces || candidate.source.replaces?.uploadId === replaces.uploadId),
    )
    const runtime = job && table.runtime(job.jobId)
    if (!runtime) return false
    const isMissing = !((await persistence.findFile(job.jobId)) instanceof File)
    runtime.file ??= file
    table.apply(job.jobId, { type: 'file-available' })
    void resume(job.jobId)
    const persisting =
      recording || isMissing ? persistence.persistFile(job.jobId, chosen) : undefined
    if (recording) await persisting
    return true
  }

  function acceptsFile(job: Job, file: File, content: string): boolean {
    const runtime = table.runtime(job.jobId)
    const lacksFile = job.stage === 'paused' && job.missing !== undefined
    return (
      (runtime?.isRestored === true || lacksFile) &&
      runtime?.fingerprint === content &&
      job.source.size === file.size &&
      ['draft', 'uploading', 'paused', 'committing'].includes(job.stage)
    )
  }

  return { addFiles }
}
