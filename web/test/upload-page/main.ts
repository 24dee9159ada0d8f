/** The ways to send one file that `pnpm bench upload` compares, by name in `window.ways`. */
import { startTransfer } from '../../src/features/upload/transport/start-transfer.ts'
import type { PartSizeRange } from '../../src/features/upload/transport/part-sizes.ts'

interface Destination {
  server: string
}

type Way = (file: File, destination: Destination) => Promise<void>

const mebibyte = 1024 * 1024

function put(url: string, body: Blob): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    request.onload = () => resolve()
    request.onerror = () => reject(new Error('network error'))
    request.send(body)
  })
}

/** Published packages of other projects, which the bench installs. */
const peers = new URL('/peers/peers.js', location.href).href
const loadPeers = () => import(/* @vite-ignore */ peers)

function tus(chunkSize: number): Way {
  return async (file, { server }) => {
    const { Upload } = await loadPeers()
    await new Promise<void>((onSuccess, onError) => {
      const options = { endpoint: `${server}/tus`, chunkSize, onSuccess, onError }
      const upload = new Upload(file, options)
      upload.findPreviousUploads().then(([previous]: unknown[]) => {
        if (previous) upload.resumeFromPreviousUpload(previous)
        upload.start()
      })
    })
  }
}

const ways: Record<string, Way> = {
  'raw PUT': (file, { server }) => put(`${server}/put`, file),

  'raw 8 MiB × 6': async (file, { server }) => {
    const size = 8 * mebibyte
    const count = Math.ceil(file.size / size)
    let next = 0
    const connection = async () => {
      while (next < count) {
        const number = next++
        const part = file.slice(number * size, (number + 1) * size)
        await put(`${server}/put?part=${number}`, part)
      }
    }
    await Promise.all(Array.from({ length: 6 }, connection))
  },

  ours: async (file, { server }) => {
    const { done } = await startTransfer(file, {
      getSignature: async () => 'signature',
      endpoints: { upload: server, cos: server },
      fetchPublishedFile: async () => undefined,
      // An earlier page stored these.
      sessionKey: localStorage.getItem('session') ?? '',
      partLayout: JSON.parse(localStorage.getItem('partLayout') ?? '[]') as PartSizeRange[],
      listener: {
        progress: () => undefined,
        sessionOpened: (key) => localStorage.setItem('session', key),
        partLayoutChanged: (layout) => localStorage.setItem('partLayout', JSON.stringify(layout)),
        interrupted: () => undefined,
        allStored: () => undefined,
        restarted: () => undefined,
        coverSettled: () => undefined,
      },
    })
    await done
  },

  'tus-js-client': tus(Infinity),
  'tus-js-client, 8 MiB': tus(8 * mebibyte),

  'Uppy, S3 multipart': async (file, { server }) => {
    const { Uppy, AwsS3 } = await loadPeers()
    const object = `${server}/uppy-${crypto.randomUUID()}`
    const uppy = new Uppy().use(AwsS3, {
      shouldUseMultipart: true,
      signRequest: ({ uploadId, partNumber }: { uploadId?: string; partNumber?: number }) => ({
        url: `${object}?${uploadId ? `uploadId=${uploadId}&partNumber=${partNumber ?? ''}` : 'uploads'}`,
      }),
    })
    uppy.addFile({ name: file.name, data: file })
    const { failed } = await uppy.upload()
    if (failed.length > 0) throw new Error('Uppy failed')
  },
}

// Loads all code before the measurement: the studio loads it when the first video is chosen.
void Promise.all([loadPeers(), import('../../src/features/upload/transport/vod-upload.ts')]).then(
  () => document.documentElement.setAttribute('data-ready', ''),
)

declare global {
  interface Window {
    ways: typeof ways
  }
}
window.ways = ways
