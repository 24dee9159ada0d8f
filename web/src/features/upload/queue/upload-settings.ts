import { computed, shallowRef, type WritableComputedRef } from 'vue'
import { settingsStore, type UploadSettings } from '../persistence/settings-store.ts'

/** Creates settings that are stored whenever they change. The studio's settings are {@link useUploadSettings}. */
export function createUploadSettings(store = settingsStore): WritableComputedRef<UploadSettings> {
  const current = shallowRef(store.load())
  return computed({
    get: () => current.value,
    set: (settings) => {
      current.value = settings
      store.save(settings)
    },
  })
}

const settings = createUploadSettings()

/** The creator's settings for new videos. */
export const useUploadSettings = () => settings
