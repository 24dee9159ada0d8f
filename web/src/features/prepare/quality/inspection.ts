import { onBeforeUnmount, shallowRef } from 'vue'
import { benchmark, CompressionError, probe } from '../../../media/media-client.ts'
import type { MediaInfo } from '../../../media/model/media-info.ts'
import { compressionRejectionOf } from '../../../media/model/compression-plan.ts'
import { qualityTargetOf } from '../../../media/model/quality.ts'

/** State of the inspection and its results so far. */
export interface Inspection {
  state: 'inspecting' | 'known' | 'unreadable' | 'not-loaded'
  media?: MediaInfo
  /** Result of the benchmark, in millions of pixels per second; `undefined` until it ends. */
  megapixels?: number
}

/** Texts about an inspected file. Absent if they are not known. */
export interface Inspected {
  /** Pixels as shown, for example `1920 × 1080`. */
  resolution: string | undefined
  /** Why the file cannot be compressed. */
  rejection: string | undefined
  /** Seconds. */
  duration: number | undefined
}

/** Files are inspected one after another: each needs a worker, and the benchmark needs the whole machine. */
let previous: Promise<unknown> = Promise.resolve()

/** Probes a file, and measures how fast this device compresses it. */
export function useInspection(loadFile: () => Promise<File | undefined>) {
  const inspection = shallowRef<Inspection>({ state: 'inspecting' })
  let isUnmounted = false
  onBeforeUnmount(() => (isUnmounted = true))

  async function run(): Promise<void> {
    inspection.value = { state: 'inspecting' }
    const file = isUnmounted ? undefined : await loadFile()
    if (!file) return
    try {
      const media = await probe(file)
      inspection.value = { state: 'known', media }
      const target = qualityTargetOf(media, { quality: '720p' })
      if (isUnmounted || !target || compressionRejectionOf(media)) return
      inspection.value = { state: 'known', media, megapixels: await benchmark(file, target) }
    } catch (error) {
      // After a failed benchmark only the encoding time is unknown.
      if (inspection.value.media) return
      const isUnreadable = error instanceof CompressionError && error.failure !== 'not-loaded'
      inspection.value = { state: isUnreadable ? 'unreadable' : 'not-loaded' }
    }
  }

  function inspect(): void {
    previous = previous.then(run)
  }

  inspect()
  return { inspection, inspect }
}
