import type { EditUpload, Upload } from '@reelferry/contract'
import { computed, ref } from 'vue'

type Details = Required<Pick<Upload, 'title' | 'description' | 'visibility'>>

/** The details of a video in a form: the stored ones with the changes that are not saved yet. */
export function useDraft(stored: () => Upload | undefined) {
  const changes = ref<EditUpload>({})

  const original = computed<Details>(() => {
    const { title = '', description = '', visibility = 'public' } = stored() ?? {}
    return { title, description, visibility }
  })
  const details = computed<Details>(() => ({
    title: changes.value.title ?? original.value.title,
    description: changes.value.description ?? original.value.description,
    visibility: changes.value.visibility ?? original.value.visibility,
  }))
  /** The changed details only: other values may be outdated on this page. */
  const edited = computed<EditUpload>(() => {
    const { title, description, visibility } = details.value
    return {
      ...(title !== original.value.title && { title }),
      ...(description !== original.value.description && { description }),
      ...(visibility !== original.value.visibility && { visibility }),
    }
  })

  return {
    details,
    edited,
    isDirty: computed(() => stored() !== undefined && Object.keys(edited.value).length > 0),
    change: (changed: EditUpload) => (changes.value = { ...changes.value, ...changed }),
    discard: () => (changes.value = {}),
    /** Removes changes that were saved, unless they were changed again meanwhile. */
    saved({ title, description, visibility }: EditUpload) {
      const now = changes.value
      changes.value = {
        ...(now.title !== undefined && now.title !== title && { title: now.title }),
        ...(now.description !== undefined &&
          now.description !== description && { description: now.description }),
        ...(now.visibility && now.visibility !== visibility && { visibility: now.visibility }),
      }
    },
  }
}
