/** Throws every exception of a browser in every place where the studio calls a browser API, and checks its class. */
import { Quality } from 'mediabunny'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  CaptureError,
  type CaptureFailure,
  deviceFailureOf,
  finishFailureOf,
  recorderFailureOf,
} from '../../src/features/capture/model/capture-failure.ts'
import type { FailureCode } from '../../src/features/upload/job/failure.ts'
import { createJobLocks } from '../../src/features/upload/persistence/job-locks.ts'
import { fingerprint } from '../../src/features/upload/persistence/fingerprint.ts'
import { toFailure } from '../../src/features/upload/transport/classify-failure.ts'
import { CosObject } from '../../src/features/upload/transport/multipart-object.ts'
import { createVodClient } from '../../src/features/upload/transport/sdk-client.ts'
import { failureText, loadFailureTexts, loadLocale } from '../../src/i18n/index.ts'
import { loadRecorderTexts, tRecorder } from '../../src/i18n/chunks/recorder.ts'
import { openSource } from '../../src/features/capture/adapters/devices.ts'
import { startRecorder } from '../../src/features/capture/adapters/media-recorder.ts'
import { privateFileStore } from '../../src/platform/files/private-file-store.ts'
import { freeBytes, requestPersistence } from '../../src/platform/storage-space.ts'
import { CompressionError } from '../../src/media/media-client.ts'
import { audioEncodingFor, videoCodecFor } from '../../src/media/worker/codecs.ts'
import { claimedRecordings, claimRecording } from '../../src/platform/recording-locks.ts'
import { createTestQueue, chosen } from '../features/upload/queue/test-queue.ts'
import { thrown } from './exceptions.ts'

vi.mock('../../src/features/capture/adapters/recording-writer.ts', () => ({
  openWriter: async () => ({ append: () => undefined, close: async () => undefined }),
}))

beforeAll(async () => {
  await loadLocale('en')
  await Promise.all([loadFailureTexts(), loadRecorderTexts()])
})
afterEach(() => vi.unstubAllGlobals())

const credentials = {
  TmpSecretId: 'i',
  TmpSecretKey: 'k',
  XCosSecurityToken: 't',
  StartTime: 1_700_000_000,
  ExpiredTime: 4_000_000_000,
}

/** An XMLHttpRequest that throws in its constructor or in one of its methods. */
const requestThatThrows = (place: string, error: Error) =>
  class {
    upload = {}
    constructor() {
      if (place === 'constructor') throw error
      if (place in this) Object.assign(this, { [place]: () => this.#throw() })
    }
    #throw() {
      throw error
    }
    open() {}
    setRequestHeader() {}
    send() {}
    abort() {}
  }

const outcomeOf = (call: () => Promise<unknown>): Promise<unknown> =>
  Promise.resolve()
    .then(call)
    .then(
      () => 'resolved',
      (error: unknown) => error,
    )

/** Codes of VOD, COS and the edge: the browser's exceptions never have them. */
const remote: FailureCode[] = [
  'vod-refused',
  'vod-unavailable',
  'signature-expired',
  'signature-refused',
  'storage-refused',
  'session-expired',
  'internal-error',
]

function expectFailure(error: unknown, allowed: FailureCode[]) {
  const { code } = toFailure(error)
  expect(allowed, String(error)).toContain(code)
  expect(remote).not.toContain(code)
  const { what, todo } = failureText(code)
  expect([what.length > 5, todo.length > 5], code).toEqual([true, true])
}

function expectCaptureFailure(failure: CaptureFailure, allowed: CaptureFailure[]) {
  expect(allowed).toContain(failure)
  expect(tRecorder(`problems.${failure}.what`).length).toBeGreaterThan(5)
  expect(tRecorder(`problems.${failure}.todo`).length).toBeGreaterThan(5)
}

describe.each(thrown.map((error) => [error.name, error] as const))('%s', (_, error) => {
  const reject = () => Promise.reject(error)

  it('without a place is not an answer of VOD', () => {
    expectFailure(error, ['unexpected', 'file-unreadable'])
  })

  it('of each call to private files is a failure of the storage', async () => {
    const handles: Record<string, unknown> = {
      getDirectory: { getDirectory: reject },
      getDirectoryHandle: { getDirectory: async () => ({ getDirectoryHandle: reject }) },
      getFileHandle: {
        getDirectory: async () => ({
          getDirectoryHandle: async () => ({
            getFileHandle: reject,
            removeEntry: reject,
            keys: () => {
              throw error
            },
          }),
        }),
      },
      access: {
        getDirectory: async () => ({
          getDirectoryHandle: async () => ({
            getFileHandle: async () => ({ createSyncAccessHandle: reject, getFile: reject }),
          }),
        }),
      },
    }
    for (const storage of [...Object.values(handles), undefined]) {
      vi.stubGlobal('navigator', { storage })
      const failures = await Promise.all([
        outcomeOf(() => privateFileStore.create('a/b')),
        outcomeOf(() => privateFileStore.open('a/b')),
        outcomeOf(() => privateFileStore.list('a')),
        // Waits for a lock of two seconds after one of these names.
        error.name === 'NoModificationAllowedError'
          ? 'resolved'
          : outcomeOf(() => privateFileStore.remove('a/b')),
      ])
      for (const failure of failures)
        if (failure !== 'resolved' && failure !== undefined)
          expectFailure(failure, ['storage-unavailable', 'storage-full'])
    }
  })

  it('of each call to IndexedDB is a failure of the storage', async () => {
    vi.resetModules()
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw error
      },
    })
    const { journalStore } = await import('../../src/features/upload/persistence/journal-store.ts')
    const { coverStore } = await import('../../src/features/upload/persistence/cover-store.ts')
    const { sourceStore } = await import('../../src/features/upload/persistence/source-store.ts')
    const { databaseFileStore } = await import('../../src/platform/files/database-file-store.ts')
    const file = new File(['a'], 'a.mp4')
    for (const call of [
      () => journalStore.all(),
      () => journalStore.get('a'),
      () => journalStore.remove('a'),
      () => coverStore.put('a', file),
      () => coverStore.find('a'),
      () => sourceStore.putReference('a', { file, recording: 'camera-1' }),
      () => sourceStore.putCopy('a', file),
      () => sourceStore.find('a', false),
      () => sourceStore.remove('a'),
      () => databaseFileStore.create('a/b'),
      () => databaseFileStore.open('a/b'),
      () => databaseFileStore.list('a'),
      () => databaseFileStore.remove('a/b'),
    ])
      expectFailure(await outcomeOf(call), ['storage-unavailable', 'storage-full'])
  })

  it('of the storage estimate is no failure', async () => {
    vi.stubGlobal('navigator', { storage: { estimate: reject, persist: reject } })
    expect(await freeBytes()).toBeUndefined()
    await requestPersistence()
  })

  it('of a read of the creator’s file is a failure of the file', async () => {
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockImplementationOnce(reject)
    const failure = await outcomeOf(() => fingerprint(new File(['a'], 'a.mp4')))
    expectFailure(failure, ['file-unreadable'])
  })

  it('of the fetch of the edge is a lost connection', async () => {
    vi.stubGlobal('fetch', reject)
    const { edge } = await import('../../src/api/client.ts')
    expectFailure(await outcomeOf(() => edge.config()), ['network-lost'])
  })

  it('of a request to VOD is a failure of the request', async () => {
    vi.stubGlobal(
      'XMLHttpRequest',
      class {
        open() {
          throw error
        }
      },
    )
    const client = createVodClient(
      { name: 'a.mp4', size: 1 },
      { getSignature: async () => 's', endpoint: '' },
    )
    const allowed: FailureCode[] = ['network-lost', 'request-blocked', 'unexpected']
    expectFailure(await outcomeOf(() => client.apply('')), allowed)
    expectFailure(await outcomeOf(() => client.commit('key')), allowed)
  })

  it.each(['constructor', 'open', 'setRequestHeader', 'send'])(
    'of %s in a request to COS is a failure of the request',
    async (place) => {
      vi.stubGlobal('XMLHttpRequest', requestThatThrows(place, error))
      const { signal } = new AbortController()
      const location = { Bucket: 'b-1', Region: 'ap-chongqing', Key: 'a.mp4' }
      const cos = new CosObject(location, { Protocol: 'https:' }, async () => credentials, signal)
      for (const call of [
        () => cos.listUploads(),
        () => cos.create('video/mp4'),
        () => cos.storePart('u', { number: 1, body: new Blob(['a']) }, () => undefined),
      ])
        expectFailure(await outcomeOf(call), ['network-lost', 'request-blocked', 'unexpected'])
    },
  )

  it('of the codecs means that nothing can be encoded', async () => {
    function Encoder() {
      throw error
    }
    const encoder = Object.assign(Encoder, { isConfigSupported: reject })
    vi.stubGlobal('VideoEncoder', encoder)
    vi.stubGlobal('AudioEncoder', encoder)
    vi.stubGlobal('WebAssembly', undefined)
    expect(await videoCodecFor({ width: 640, height: 360 })).toBeUndefined()
    const format = {
      numberOfChannels: 2,
      sampleRate: 48_000,
      quality: new Quality({ bitrate: 1e5 }),
    }
    expect(await outcomeOf(() => audioEncodingFor(format))).toMatchObject({
      name: 'NotSupportedError',
    })
  })

  it('of the locks of recordings leaves every recording free', async () => {
    for (const locks of [{ request: reject, query: reject }, undefined]) {
      vi.stubGlobal('navigator', { locks })
      expect(await claimRecording('camera-1')).toBeTypeOf('function')
      expect(await claimedRecordings()).toEqual(new Set())
    }
  })

  it('of the locks of jobs does not prevent an upload', async () => {
    for (const locks of [{ request: reject }, undefined]) {
      vi.stubGlobal('navigator', { locks })
      const { queue, transfers, id, stage } = createTestQueue({
        replace: (services) => ({ ...services, locks: createJobLocks() }),
      })
      await queue.restore()
      await queue.add([chosen('a.mp4')])
      queue.start(id('a.mp4'))
      await vi.waitFor(() => expect(transfers).toHaveLength(1))
      transfers[0]?.commit()
      await vi.waitFor(() => expect(stage('a.mp4')).toBe('ready'))
    }
  })

  it('of the worker of a compression offers the original', () => {
    for (const failure of [
      'cannot-encode',
      'storage',
      'no-space',
      'not-loaded',
      'stalled',
    ] as const)
      expectFailure(new CompressionError(failure, `${error.name}: ${error.message}`), [
        'compression-failed',
        'compression-not-loaded',
        'compression-stalled',
        'storage-full',
        'storage-unavailable',
      ])
  })

  it.each(['camera', 'screen'] as const)('of the devices is a failure of the %s', async (kind) => {
    for (const mediaDevices of [
      { enumerateDevices: reject, getUserMedia: reject, getDisplayMedia: reject },
      { enumerateDevices: async () => [], getUserMedia: reject, getDisplayMedia: reject },
    ]) {
      vi.stubGlobal('navigator', { mediaDevices })
      const failure = await outcomeOf(() =>
        openSource(kind, { resolution: 1080, hasMicrophone: true }),
      )
      expectCaptureFailure(
        deviceFailureOf(failure, kind),
        kind === 'camera'
          ? ['denied', 'no-device', 'in-use', 'unexpected']
          : ['nothing-chosen', 'no-screen', 'screen-unavailable'],
      )
    }
  })

  it('of the recorder is a failure of the recorder', async () => {
    function Recorder() {
      throw error
    }
    vi.stubGlobal('MediaRecorder', Object.assign(Recorder, { isTypeSupported: () => true }))
    const options = { directory: 'camera-1', bitrate: 1e6 }
    const listener = { written: () => undefined, failed: () => undefined }
    const failure = await outcomeOf(() => startRecorder({} as MediaStream, options, listener))
    expectCaptureFailure(recorderFailureOf(failure), ['recorder-failed'])
  })

  it('of the making of a recording’s file keeps its place', () => {
    expectCaptureFailure(finishFailureOf(error), ['unexpected'])
    expectCaptureFailure(finishFailureOf(new CompressionError('storage', error.name)), [
      'storage-unavailable',
    ])
    expectCaptureFailure(recorderFailureOf(new CaptureError('storage-unavailable')), [
      'storage-unavailable',
    ])
  })
})
