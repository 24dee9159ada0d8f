import { computed, type ComputedRef, shallowRef } from 'vue'
import type { Trim } from '../../media/model/trim.ts'

/** A cover in the editor: chosen before the editor was opened, or made in it from a frame or from a picture file. */
export type DraftCover =
  | 'stored'
  /** `time` of the frame in seconds; absent for a picture file. */
  | { file: File; time?: number }

/** The state of the editor. Done keeps it, Cancel discards it. */
export interface EditDraft {
  /** `undefined` for the whole video. */
  trim: Trim | undefined
  /** `undefined` without a chosen cover. */
  cover: DraftCover | undefined
}

/** The states of the editor since it was opened. */
export interface EditHistory {
  readonly initial: EditDraft
  current: ComputedRef<EditDraft>
  /** The part that the last change concerns; `undefined` if nothing can be undone. */
  undoable: ComputedRef<keyof EditDraft | undefined>
  change(changed: Partial<EditDraft>): void
  /** Returns to the state before the last change. */
  undo(): void
}

/** Starts the history of an editor. */
export function createEditHistory(initial: EditDraft): EditHistory {
  const changes = shallowRef<EditDraft[]>([])
  const current = computed(() => changes.value.at(-1) ?? initial)
  const undoable = computed(() => {
    if (changes.value.length === 0) return undefined
    const before = changes.value.at(-2) ?? initial
    return current.value.trim === before.trim ? 'cover' : 'trim'
  })
  return {
    initial,
    current,
    undoable,
    change: (changed) => (changes.value = [...changes.value, { ...current.value, ...changed }]),
    undo: () => (changes.value = changes.value.slice(0, -1)),
  }
}
