/** Throws every exception of a browser in its services for the device and for settings: the studio works without them. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { storedTheme, changeTheme } from '../../src/composables/stored-theme.ts'
import { useWakeLock } from '../../src/composables/use-wake-lock.ts'
import { useViewChoice } from '../../src/features/library/ui/view-choice.ts'
import { takeShared } from '../../src/features/pick/adapters/shared-files.ts'
import { hasRecordings } from '../../src/features/capture/adapters/support.ts'
import { lastCreator, storeCreator } from '../../src/features/session/last-creator.ts'
import {
  hasStoredQueue,
  onJobInOtherTab,
} from '../../src/features/upload/persistence/queue-presence.ts'
import {
  defaultSettings,
  settingsStore,
} from '../../src/features/upload/persistence/settings-store.ts'
import { initialLocale, storeLocale } from '../../src/i18n/languages.ts'
import { measuredUploadSpeed, storeUploadSpeed } from '../../src/platform/measured-speeds.ts'
import { notifications } from '../../src/platform/notifications.ts'
import {
  broadcastRecordingChange,
  onRecordingChange,
} from '../../src/platform/recording-changes.ts'
import { thrown } from './exceptions.ts'

// Vitest fails if a rejection is not handled.
afterEach(() => vi.unstubAllGlobals())

describe.each(thrown.map((error) => [error.name, error] as const))('%s', (_, error) => {
  const reject = () => Promise.reject(error)
  const fail = () => {
    throw error
  }

  it('of localStorage leaves the defaults, and choices apply to this visit', async () => {
    vi.stubGlobal('localStorage', { getItem: fail, setItem: fail, removeItem: fail })
    changeTheme('dark')
    changeTheme('system')
    storeCreator('ada')
    storeLocale('zh-CN')
    storeUploadSpeed(1)
    settingsStore.save(defaultSettings)
    const view = useViewChoice()
    view.value = 'list'
    await nextTick()
    expect([storedTheme(), lastCreator(), initialLocale(), measuredUploadSpeed()]).toEqual([
      'system',
      undefined,
      'en',
      undefined,
    ])
    expect([settingsStore.load(), view.value]).toEqual([defaultSettings, 'list'])
  })

  it('of the list of databases and of private files assumes what is safe', async () => {
    vi.stubGlobal('indexedDB', { databases: reject })
    vi.stubGlobal('navigator', { storage: { getDirectory: reject } })
    expect(await hasStoredQueue()).toBe(true)
    expect(await hasRecordings()).toBe(false)
  })

  it('of the channel between tabs leaves each tab alone', () => {
    function Channel() {
      throw error
    }
    vi.stubGlobal('BroadcastChannel', Channel)
    broadcastRecordingChange()
    onRecordingChange(() => undefined)()
    onJobInOtherTab(() => undefined)()
  })

  it('of the prompt for notifications withdraws the offer', async () => {
    for (const requestPermission of [reject, fail]) {
      vi.stubGlobal('Notification', { permission: 'default', requestPermission })
      expect(await notifications.requestPermission()).toBe('denied')
    }
  })

  it('of each call to the cache of shared files takes nothing', async () => {
    const cache = { keys: reject, match: reject, delete: reject }
    const request = new Request('https://studio.example/?name=a.mp4')
    const taken = vi.fn(async () => undefined)
    for (const caches of [
      { has: reject },
      { has: fail },
      { has: async () => true, open: reject },
      { has: async () => true, open: async () => cache },
      { has: async () => true, open: async () => ({ ...cache, keys: async () => [request] }) },
    ]) {
      vi.stubGlobal('caches', caches)
      await takeShared(taken)
    }
    expect(taken).not.toHaveBeenCalled()
    const match = async () => new Response('a')
    const keeps = { ...cache, keys: async () => [request], match }
    vi.stubGlobal('caches', { has: async () => true, open: async () => keeps })
    await takeShared(taken)
    expect(taken).toHaveBeenCalledOnce()
  })

  it('of the wake lock is no failure, and a later request succeeds', async () => {
    const request = vi.fn<() => Promise<object>>()
    vi.stubGlobal('navigator', { wakeLock: { request } })
    const isBusy = ref(false)
    const scope = effectScope()
    scope.run(() => useWakeLock(() => isBusy.value))
    request.mockImplementationOnce(fail).mockImplementationOnce(reject)
    request.mockResolvedValue({ released: false, release: reject })
    for (const calls of [1, 2, 3, 4]) {
      isBusy.value = true
      await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(calls))
      isBusy.value = false
      await nextTick()
    }
    scope.stop()
  })
})
