import { loadDetailsTexts } from '../../../i18n/chunks/details.ts'
import { loadQueueTexts } from '../../../i18n/chunks/queue.ts'
import { loadFailureTexts } from '../../../i18n/index.ts'

/** Loads the code of the queue and of its list, which a page needs from the first job on. */
const load = async () => {
  // Failure texts are loaded now, because a failure may be the loss of the connection.
  const [{ useQueue }, { default: JobList }, { default: UploadSettings }, { mountQueueEffects }] =
    await Promise.all([
      import('./queue.ts'),
      import('../ui/JobList.vue'),
      import('../ui/UploadSettings.vue'),
      import('../ui/mount-queue-effects.ts'),
      loadQueueTexts(),
      loadDetailsTexts(),
      loadFailureTexts(),
    ])
  mountQueueEffects(useQueue())
  // Loads the SDK in advance. If that fails, the first upload loads it.
  if (navigator.onLine) import('../transport/vod-upload.ts').catch(() => undefined)
  return { useQueue, JobList, UploadSettings }
}

let loading: ReturnType<typeof load> | undefined

/** Loads the queue once. After a failure, the next call tries again. */
export function loadQueue(): ReturnType<typeof load> {
  loading ??= load()
  loading.catch(() => (loading = undefined))
  return loading
}

/** Whether this page may have jobs, also if the browser stores none, as in some private windows. */
export const isQueueLoaded = (): boolean => loading !== undefined

/** Resolves with the names of the recordings that jobs use. Loads the store on demand, to keep the first load small. */
export const recordingsInUse = async (): Promise<ReadonlySet<string>> =>
  (await import('../persistence/source-store.ts')).recordingsOfJobs()
