import { onScopeDispose, type Ref, ref } from 'vue'

/** How long a discarded recording can be restored, in milliseconds. */
const undoMs = 10_000

/** Discards recordings with a delay in which that can be undone. */
export interface PendingDiscard {
  /** Directory of the recording that can be restored. */
  pending: Readonly<Ref<string | undefined>>
  discard(directory: string): void
  undo(): void
  /** Stops the time for undo, and starts it again. */
  hold(): void
  release(): void
}

/**
 * Removes a discarded recording after a delay, when another one is discarded, and when the current scope ends. A page
 * that ends before keeps the recording.
 */
export function usePendingDiscard(remove: (directory: string) => void): PendingDiscard {
  const pending = ref<string>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    clearTimeout(timer)
    if (pending.value !== undefined) remove(pending.value)
    pending.value = undefined
  }
  const hold = () => clearTimeout(timer)
  function release(): void {
    hold()
    if (pending.value !== undefined) timer = setTimeout(flush, undoMs)
  }
  onScopeDispose(flush)

  return {
    pending,
    discard(directory) {
      flush()
      pending.value = directory
      release()
    },
    undo() {
      hold()
      pending.value = undefined
    },
    hold,
    release,
  }
}
