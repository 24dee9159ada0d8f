import {
  currentVisibility,
  type EditUpload,
  isValidSchedule,
  type ScheduledVisibility,
  type Upload,
} from '@reelferry/contract'
import { computed, ref } from 'vue'
import { isSameSchedule } from '../model/schedule.ts'

interface Details extends Required<Pick<Upload, 'title' | 'description'>> {
  schedule: ScheduledVisibility
}

/** The details of a video in a form: the stored ones with the changes that are not saved yet. */
export function useDraft(stored: () => Upload | undefined) {
  const changes = ref<Partial<Details>>({})

  const original = computed<Details>(() => {
    const upload = stored()
    const { title = '', description = '' } = upload ?? {}
    const schedule = currentVisibility(upload ?? { visibility: 'public' }, Date.now())
    return { title, description, schedule }
  })
  const details = computed<Details>(() => ({ ...original.value, ...changes.value }))
  /** The changed details only: other values may be outdated on this page. */
  const edited = computed<EditUpload>(() => {
    const { title, description, schedule } = details.value
    return {
      ...(title !== original.value.title && { title }),
      ...(description !== original.value.description && { description }),
      ...(!isSameSchedule(schedule, original.value.schedule) && schedule),
    }
  })

  return {
    details,
    edited,
    isDirty: computed(() => stored() !== undefined && Object.keys(edited.value).length > 0),
    isValid: computed(() => isValidSchedule(details.value.schedule)),
    change: (changed: Partial<Details>) => (changes.value = { ...changes.value, ...changed }),
    discard: () => (changes.value = {}),
    /** Removes changes that were saved, unless they were changed again meanwhile. */
    saved({ title, description, visibility, publishAt, unlistAt }: EditUpload) {
      const { schedule, ...now } = changes.value
      const isScheduleSaved =
        schedule && visibility && isSameSchedule(schedule, { visibility, publishAt, unlistAt })
      changes.value = {
        ...(now.title !== undefined && now.title !== title && { title: now.title }),
        ...(now.description !== undefined &&
          now.description !== description && { description: now.description }),
        ...(schedule && !isScheduleSaved && { schedule }),
      }
    },
  }
}
