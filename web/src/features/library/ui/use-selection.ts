import type { Upload, UploadId } from '@reelferry/contract'
import { computed, type Ref, shallowRef } from 'vue'
import { noSelection, select, selectedOf, wholeSelection } from '../model/selection.ts'

/** The selection among the shown videos. */
export function useSelection(shown: Readonly<Ref<readonly Upload[]>>) {
  const selection = shallowRef(noSelection)
  const ids = computed(() => shown.value.map(({ uploadId }) => uploadId))
  const selectedIds = computed(() => selectedOf(selection.value, ids.value))
  const selected = computed(() =>
    shown.value.filter(({ uploadId }) => selectedIds.value.has(uploadId)),
  )

  return {
    selected,
    /** Whether all videos are selected, also those that are still to be loaded. */
    isWhole: computed(() => selection.value.all),
    isSelected: (uploadId: UploadId) => selectedIds.value.has(uploadId),
    selectAll: () => (selection.value = wholeSelection),
    clear: () => (selection.value = noSelection),
    /** Applies a click on a checkbox. With the Shift key, it selects a range. */
    toggle(uploadId: UploadId, event: MouseEvent) {
      if (!(event.target instanceof HTMLInputElement)) return
      selection.value = select(selection.value, ids.value, uploadId, {
        isSelected: event.target.checked,
        isRange: event.shiftKey,
      })
    },
  }
}
