import { computed, type ComputedRef, type Ref, shallowRef } from 'vue'
import {
  frameIndexAt,
  fullTrim,
  isFullTrim,
  moveTrim,
  nearestLosslessTrim,
  type Timeline,
  trimPositions,
  type TrimSide,
} from '../../../media/model/timeline.ts'
import type { Trim } from '../../../media/model/trim.ts'
import type { EditHistory } from '../edit-history.ts'
import { positionAfterKey } from './position-keys.ts'
import type { Preview } from './preview.ts'

interface TrimRangeOptions {
  timeline: Readonly<Ref<Timeline | undefined>>
  history: EditHistory
  preview: Preview
  /** Whether this browser cannot encode the video, so that it must be cut on key frames. */
  mustCopy: () => boolean
  /** Whether the video is encoded for the chosen quality anyway, so that a trim costs no additional time. */
  isCompressed: () => boolean
}

/** The selected range of a video that can be trimmed. */
export interface TrimRange {
  /** `undefined` until the timeline is known. */
  range: ComputedRef<Trim | undefined>
  isFull: ComputedRef<boolean>
  /** The nearest range that needs no encoding; `undefined` if the current one needs none. */
  snapped: ComputedRef<Trim | undefined>
  /** Moves one side to the possible position nearest to `time`, and shows its frame. `commit` makes it a change. */
  move(side: TrimSide, time: number): void
  commit(): void
  /** Moves one side with a key. Returns whether the key has a meaning. */
  moveWithKey(side: TrimSide, key: string): boolean
  /** Moves one side to the frame on screen, which stays inside of the range. */
  moveToShownFrame(side: TrimSide): void
  set(next: Trim | undefined): void
}

export function useTrimRange(options: TrimRangeOptions): TrimRange {
  const { timeline, history, preview, mustCopy, isCompressed } = options
  /** The range while a handle is dragged. */
  const moving = shallowRef<Trim>()
  const range = computed(
    () =>
      timeline.value && (moving.value ?? history.current.value.trim ?? fullTrim(timeline.value)),
  )
  const isFull = computed(
    () => !timeline.value || !range.value || isFullTrim(timeline.value, range.value),
  )
  const snapped = computed(() =>
    !timeline.value || !range.value || isFull.value || isCompressed() || range.value.copy
      ? undefined
      : nearestLosslessTrim(timeline.value, range.value),
  )

  /** The frame to show for a side: for the end it is the last frame inside of the range. */
  function frameOf(side: TrimSide, { frames }: Timeline, { start, end }: Trim): number {
    if (side === 'start') return start
    const index = timeline.value ? frameIndexAt(timeline.value, end - 0.001) : 0
    return frames[Math.max(0, index)] ?? end
  }

  function move(side: TrimSide, time: number) {
    if (!timeline.value || !range.value) return
    moving.value = moveTrim(timeline.value, range.value, { side, time, mustCopy: mustCopy() })
    preview.show(frameOf(side, timeline.value, moving.value))
  }

  function set(next: Trim | undefined) {
    moving.value = undefined
    const { trim } = history.current.value
    if (trim?.start !== next?.start || trim?.end !== next?.end) history.change({ trim: next })
  }

  function commit() {
    if (moving.value) set(isFull.value ? undefined : moving.value)
  }

  function moveWithKey(side: TrimSide, key: string): boolean {
    if (!timeline.value || !range.value) return false
    const times = trimPositions(timeline.value, side, mustCopy())
    const time = positionAfterKey(key, times, range.value[side])
    if (time === undefined) return false
    move(side, time)
    commit()
    return true
  }

  function moveToShownFrame(side: TrimSide) {
    if (!timeline.value) return
    const { frames, duration } = timeline.value
    const index = frameIndexAt(timeline.value, preview.time.value)
    move(side, (side === 'start' ? frames[index] : frames[index + 1]) ?? duration)
    commit()
  }

  return { range, isFull, snapped, move, commit, moveWithKey, moveToShownFrame, set }
}
