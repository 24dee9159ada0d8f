import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  defaultSettings,
  settingsStore,
} from '../../../../src/features/upload/persistence/settings-store.ts'
import { createUploadSettings } from '../../../../src/features/upload/queue/upload-settings.ts'

const key = 'reelferry.uploadSettings'

beforeEach(() => localStorage.clear())

describe('stored settings', () => {
  it('are found on the next page', () => {
    const settings = createUploadSettings()
    expect(settings.value).toEqual(defaultSettings)
    settings.value = { quality: '720p', visibility: 'private', startAutomatically: true }
    expect(createUploadSettings().value).toEqual(settings.value)
  })

  it.each(['', 'no JSON', '{"visibility":"secret","startAutomatically":true}', '[]', 'null'])(
    'are ignored if they are unknown: %s',
    (stored) => {
      localStorage.setItem(key, stored)
      expect(settingsStore.load()).toEqual(defaultSettings)
    },
  )

  it('apply to this page if the browser allows no storage', () => {
    const denied = vi.fn(() => {
      throw new DOMException('', 'SecurityError')
    })
    vi.stubGlobal('localStorage', { getItem: denied, setItem: denied })
    const settings = createUploadSettings()
    settings.value = { ...settings.value, startAutomatically: true }
    expect(settings.value).toEqual({ visibility: 'public', startAutomatically: true })
    expect(denied).toHaveBeenCalledTimes(2)
    vi.unstubAllGlobals()
  })
})
