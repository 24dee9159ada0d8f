/** Throws every exception of a browser in every place where the captions and the player call a browser API. */
import { mount } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { captionsApi } from '../../src/features/captions/adapters/captions-api.ts'
import { decodeAudio } from '../../src/features/captions/adapters/decode-audio.ts'
import { canRecognize } from '../../src/features/captions/adapters/speech-recognition.ts'
import ImportPanel from '../../src/features/captions/ui/ImportPanel.vue'
import { createPreviewSender } from '../../src/features/upload/queue/preview-sending.ts'
import { toFailure } from '../../src/features/upload/transport/classify-failure.ts'
import { copyText } from '../../src/features/watch/adapters/copy-text.ts'
import { fetchVideo } from '../../src/features/watch/adapters/fetch-video.ts'
import { fetchViewer } from '../../src/features/watch/adapters/fetch-viewer.ts'
import { toggleFullScreen } from '../../src/features/watch/adapters/full-screen.ts'
import { handOver } from '../../src/features/watch/adapters/hand-over.ts'
import { openMediaSession } from '../../src/features/watch/adapters/media-session.ts'
import { chooseRemote, watchRemote } from '../../src/features/watch/adapters/remote-playback.ts'
import { sendReport } from '../../src/features/watch/adapters/send-report.ts'
import { readStored, writeStored } from '../../src/features/watch/adapters/stored.ts'
import { startPlayback } from '../../src/features/watch/ui/playback.ts'
import { loadCaptionsTexts } from '../../src/i18n/chunks/captions.ts'
import { loadLocale } from '../../src/i18n/index.ts'
import { createTestQueue } from '../features/upload/queue/test-queue.ts'
import { thrown } from './exceptions.ts'

beforeAll(async () => {
  await loadLocale('en')
  await loadCaptionsTexts()
})
afterEach(() => {
  vi.unstubAllGlobals()
  document.body.replaceChildren()
})

const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as never
const failureOf = (call: Promise<unknown>) => call.then(() => undefined, toFailure)

describe.each(thrown.map((error) => [error.name, error] as const))('%s', (_, error) => {
  const reject = () => Promise.reject(error)
  const fail = () => {
    throw error
  }

  it('of the storage of captions is a failure of the storage', async () => {
    vi.resetModules()
    vi.stubGlobal('indexedDB', { open: fail })
    const { drafts } = await import('../../src/features/captions/adapters/drafts.ts')
    const draft = { tracks: [], changedAt: 1 } as never
    for (const call of [drafts.find('a'), drafts.put('a', draft), drafts.removeOld(1)])
      expect(['storage-unavailable', 'storage-full']).toContain((await failureOf(call))?.code)
  })

  it('of the request for captions is a lost connection', async () => {
    vi.stubGlobal('fetch', reject)
    for (const call of [
      captionsApi.captions(uploadId),
      captionsApi.saveCaptions(uploadId, { tracks: [] }),
    ])
      expect((await failureOf(call))?.code).toBe('network-lost')
  })

  it('of a file with captions is shown in the editor', async () => {
    const panel = mount(ImportPanel, { props: { isOpen: true, duration: 0, issues: [] } })
    const file = new File(['WEBVTT'], 'a.vtt')
    file.arrayBuffer = reject
    const input = panel.get<HTMLInputElement>('input[type=file]')
    Object.defineProperty(input.element, 'files', { value: [file] })
    await input.trigger('change')
    await vi.waitFor(() => expect(panel.get('[role=alert]').text()).toContain('can’t read'))
  })

  it('of the sound of a video leaves the editor without a waveform', async () => {
    const file = new File(['a'], 'a.mp4')
    vi.stubGlobal('OfflineAudioContext', fail)
    expect(await decodeAudio(file)).toBeUndefined()
    vi.stubGlobal(
      'OfflineAudioContext',
      class {
        decodeAudioData = reject
      },
    )
    expect(await decodeAudio(file)).toBeUndefined()
    file.arrayBuffer = reject
    expect(await decodeAudio(file)).toBeUndefined()
    expect(await canRecognize('en', { available: reject } as never)).toBe(false)
  })

  it('of the preview pictures does not stop an upload', async () => {
    const { queue, transfers, id, stage } = createTestQueue({
      replace: (services) => ({ ...services, makePreviews: reject, storePreviews: reject }),
    })
    await queue.restore()
    await queue.add([{ file: new File(['a'], 'a.mp4', { type: 'video/mp4' }) }])
    queue.start(id('a.mp4'))
    await vi.waitFor(() => expect(transfers).toHaveLength(1))
    transfers[0]?.commit()
    await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    const table = { runtime: () => ({ uploadId }), find: () => ({ source: {} }) } as never
    const send = createPreviewSender(table, {
      makePreviews: async () => ({}) as never,
      storePreviews: reject,
      wait: async () => undefined,
    })
    await send('a', new File(['a'], 'a.mp4'), uploadId)
  })

  it('of the requests of the player leaves a page that works', async () => {
    vi.stubGlobal('fetch', reject)
    const { signal } = new AbortController()
    expect(await fetchVideo('a', signal)).toEqual({ status: 'unreachable' })
    expect(await fetchViewer('a')).toEqual({})
    expect(await sendReport('a', {} as never)).toBe('failed')
  })

  it('of the storage of the player’s choices applies to this visit only', () => {
    vi.stubGlobal('localStorage', { getItem: fail, setItem: fail })
    expect(readStored('a')).toBeNull()
    writeStored('a', 1)
    vi.stubGlobal('localStorage', undefined)
    expect(readStored('a')).toBeNull()
  })

  it('of the clipboard tries the older interface', async () => {
    vi.stubGlobal('navigator', { clipboard: { writeText: reject } })
    document.execCommand = () => true
    expect(await copyText('a', document.body)).toBe(true)
    vi.stubGlobal('navigator', {})
    expect(await copyText('a', document.body)).toBe(true)
  })

  it('of playback, full screen and other devices leaves the video as it is', async () => {
    const video = document.createElement('video')
    video.play = reject
    await startPlayback(video)
    Object.defineProperty(document, 'fullscreenEnabled', { value: true, configurable: true })
    video.requestFullscreen = reject
    await toggleFullScreen(video, video)
    const remote = { watchAvailability: reject, prompt: reject }
    Object.defineProperty(video, 'remote', { value: remote })
    watchRemote(video, () => expect.unreachable(), new AbortController().signal)
    await chooseRemote(video)
    document.body.append(video)
    const next = document.createElement('video')
    vi.stubGlobal('HTMLMediaElement', { HAVE_FUTURE_DATA: 3 })
    Object.defineProperty(video, 'paused', { value: false })
    Object.defineProperty(next, 'readyState', { value: 4 })
    Object.defineProperty(video, 'currentTime', { get: () => next.currentTime })
    next.play = reject
    expect(await handOver(video, next)).toBe(false)
    expect(video.isConnected).toBe(true)
  })

  it('of the controls of the system does not reach the player', () => {
    const mediaSession = { setActionHandler: fail, setPositionState: fail }
    vi.stubGlobal('navigator', { mediaSession })
    vi.stubGlobal('MediaMetadata', Object)
    const nothing = () => undefined
    const actions = { play: nothing, pause: nothing, skip: nothing, seek: nothing }
    const view = openMediaSession({ name: 'a' } as never, [], actions)
    view.showPosition({ duration: 3, playbackRate: 1, currentTime: 1 } as never)
  })
})
