import type { PlayerOptions } from '@reelferry/contract'
import { formatClock } from '../../../../i18n/clock.ts'
import { storedPosition, storePosition } from './memory.ts'
import { fill, type SkinScope } from './part.ts'

/** Seconds between two stored positions. */
const storeEvery = 5

/** Stores the position of the video, and continues there on a later visit. A part of a video has no position. */
export function createPositionMemory(
  { texts, data, video, seek, announce }: SkinScope,
  { start, end }: PlayerOptions,
) {
  let storedAt = 0
  const isWhole = end === Infinity

  function store(): void {
    storedAt = video().currentTime
    if (isWhole) storePosition(data().fileId, video())
  }

  return {
    store,
    /** Stores the position if the last one is old. */
    storeSometimes(): void {
      if (Math.abs(video().currentTime - storedAt) > storeEvery) store()
    },
    /** Continues where the viewer stopped, unless the address has a position or the video is already further. */
    resume(): void {
      const position = storedPosition(data().fileId)
      if (position === 0 || !isWhole || start > 0 || video().currentTime >= 1) return
      seek(position)
      announce(fill(texts.resumed, { time: formatClock(position) }), {
        name: texts.startOver,
        select: () => seek(0),
      })
    },
  }
}
