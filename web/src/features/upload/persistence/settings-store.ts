import { Visibility } from '@reelferry/contract'
import * as v from 'valibot'
import { presets } from '../../../media/model/quality.ts'

/** A creator's settings for new videos. Stored on this device; the member names must not change. */
export const UploadSettings = v.object({
  /** Absent if the studio suggests a quality for each video. */
  quality: v.optional(v.picklist(['Original', 'Auto', ...presets])),
  visibility: Visibility,
  /** Whether a new video is uploaded without a click. */
  startAutomatically: v.boolean(),
})
export type UploadSettings = v.InferOutput<typeof UploadSettings>

/** The settings before a creator changes any. */
export const defaultSettings: UploadSettings = { visibility: 'public', startAutomatically: false }

/** localStorage key of the settings. */
const key = 'reelferry.uploadSettings'

/** Stores the settings in localStorage. Without storage, and with an unknown value, the defaults apply. */
export const settingsStore = {
  load(): UploadSettings {
    try {
      const stored = v.safeParse(UploadSettings, JSON.parse(localStorage.getItem(key) ?? ''))
      return stored.success ? stored.output : defaultSettings
    } catch {
      return defaultSettings
    }
  },
  save(settings: UploadSettings): void {
    try {
      localStorage.setItem(key, JSON.stringify(settings))
    } catch {
      // The settings apply until the page is closed.
    }
  },
}
