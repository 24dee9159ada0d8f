import { onBeforeUnmount, shallowRef } from 'vue'
import { CompressionError, probe, trial } from '../../../media/media-client.ts'
import type { Media } from '../../../media/model/media-info.ts'
import { obstacleOf } from '../../../media/model/compression-plan.ts'
import { targetOf } from '../../../media/model/quality.ts'

/** What is known of a file so far. */
export interface Inspection {
  state: 'looking' | 'known' | 'unreadable' | 'not-loaded'
  media?: Media
  /** Of a trial; `undefined` until it is over. */
  megapixels?: number
}

/** Files are looked at one after the other: each costs a worker, and a moment of the whole machine. */
let previous: Promise<unknown> = Promise.resolve()

/** Looks at a file: what it is, and how fast this device compresses it. */
export function useInspection(loadFile: () => Promise<File | undefined>) {
  const inspection = shallowRef<Inspection>({ state: 'looking' })
  let isOver = false
  onBeforeUnmount(() => (isOver = true))

  async function look(): Promise<void> {
    inspection.value = { state: 'looking' }
    const file = isOver ? undefined : await loadFile()
    if (!file) return
    try {
      const media = await probe(file)
      inspection.value = { state: 'known', media }
      const target = targetOf(media, { quality: '720p' })
      if (isOver || !target || obstacleOf(media)) return
      inspection.value = { state: 'known', media, megapixels: await trial(file, target) }
    } catch (error) {
      // A trial that fails leaves the time unknown, and nothing else.
      if (inspection.value.media) return
      const isUnreadable = error instanceof CompressionError && error.problem !== 'not-loaded'
      inspection.value = { state: isUnreadable ? 'unreadable' : 'not-loaded' }
    }
  }

  function inspect(): void {
    previous = previous.then(look)
  }

  inspect()
  return { inspection, inspect }
}
