import { computed, ref } from 'vue'
import { announce } from '../../../composables/announcer.ts'
import { tQueue } from '../../../i18n/chunks/queue.ts'
import { notifications } from '../../../platform/notifications.ts'

/** The offer to notify the creator. It ends with the user's decision, because browsers prompt only once. */
export function useNotify() {
  const permission = ref(notifications.permission())

  async function request() {
    permission.value = await notifications.requestPermission()
    if (permission.value === 'granted') announce(tQueue('notifyOn'))
  }

  return { isOffered: computed(() => permission.value === 'default'), request }
}
