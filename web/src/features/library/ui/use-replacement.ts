import type { UploadId } from '@reelferry/contract'
import { computed, onMounted, shallowRef } from 'vue'
import type { Job, ReplacedVideo } from '../../upload/job/job.ts'
import { hasStoredQueue } from '../../upload/persistence/queue-presence.ts'
import { loadQueue } from '../../upload/queue/load-queue.ts'
import type { useQueue } from '../../upload/queue/queue.ts'

/** The last upload of this browser that replaces the file of a video. Loads the queue only if it may have jobs. */
export function useReplacement(uploadId: UploadId) {
  const queue = shallowRef<ReturnType<typeof useQueue>>()
  const job = computed<Job | undefined>(() =>
    queue.value?.jobs.findLast(({ source }) => source.replaces?.uploadId === uploadId),
  )

  async function load() {
    const { useQueue } = await loadQueue()
    return (queue.value = useQueue())
  }

  /** Adds the file to the queue. Rejects if the code of the queue cannot be loaded. */
  async function replaceWith(file: File, video: ReplacedVideo): Promise<void> {
    await (await load()).add([{ file }], video)
  }

  onMounted(async () => {
    if (await hasStoredQueue()) await load().catch(() => undefined)
  })

  return { job, replaceWith }
}
