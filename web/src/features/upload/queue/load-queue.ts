import { loadFailureTexts } from '../../../i18n/index.ts'

/** The queue and the list that shows it: what a page needs from the first job on. */
const load = async () => {
  // What went wrong must be said without the connection that may have gone wrong.
  const [{ useQueue }, { default: JobList }, { attend }] = await Promise.all([
    import('./queue.ts'),
    import('../ui/JobList.vue'),
    import('../ui/mount-queue-effects.ts'),
    loadFailureTexts(),
  ])
  attend(useQueue())
  // What sends is there before it is asked to; if not, the first upload brings it.
  if (navigator.onLine) import('../transport/vod-uploader.ts').catch(() => undefined)
  return { useQueue, JobList }
}

let loading: ReturnType<typeof load> | undefined

/** Brings the code of the queue, once; after a failure it can be asked for again. */
export function loadQueue(): ReturnType<typeof load> {
  loading ??= load()
  loading.catch(() => (loading = undefined))
  return loading
}

/** Resolves with the directories of the recordings that jobs use. Loads the store on demand, to keep the first load small. */
export const recordingsInUse = async (): Promise<ReadonlySet<string>> =>
  (await import('../persistence/source-store.ts')).recordingsOfJobs()
