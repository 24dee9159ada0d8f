// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "fetch": { "disableSameOriginPolicy": true } } }

/**
 * Tests the real vod-js-sdk-v6 against the region over HTTP. happy-dom provides File, localStorage and window; node-xhr.ts and
 * node-file-reader.ts replace the classes in which happy-dom differs from browsers. The studio's end-to-end tests run the same
 * SDK in a real browser.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { beforeEach, expect, test, vi } from 'vitest'
import { vodAxios } from 'vod-js-sdk-v6/lib/src/uploader.js'
import type { Region } from '../src/index.ts'
import { uploadSignature } from './api-client.ts'
import { NodeFileReader } from './node-file-reader.ts'
import { NodeXhr } from './node-xhr.ts'
import { startReceiver } from './callback-receiver.ts'
import { temporaryDirectory, temporaryRegion } from './temporary-region.ts'

const mebibyte = 1024 * 1024

interface Uploader {
  cosStrategy: object
  on(
    event: 'media_progress',
    listener: (progress: { loaded: number; percent: number }) => void,
  ): void
  done(): Promise<{ fileId: string; video: { url: string }; cover?: { url: string } }>
  cancel(): void
}
interface Client {
  upload(options: { mediaFile?: File; coverFile?: File; fileId?: string }): Uploader
}
type ClientClass = new (options: {
  getSignature: () => Promise<string>
  allowReport: boolean
}) => Client

vi.stubGlobal('XMLHttpRequest', NodeXhr)
vi.stubGlobal('FileReader', NodeFileReader)

// The package is CommonJS with a `default` member.
const { default: TcVod } = createRequire(import.meta.url)('vod-js-sdk-v6') as {
  default: ClientClass
}

// The SDK uses part numbers as measure names. Browsers convert them to strings (WebIDL); Node throws.
const { measure, getEntriesByName } = performance
performance.measure = (name, ...rest) => measure.call(performance, String(name), ...rest)
performance.getEntriesByName = (name, type) =>
  getEntriesByName.call(performance, String(name), type)

let uploadOrigin = ''
vodAxios.interceptors.request.use((config) => ({
  ...config,
  url: config.url?.replace(/^https:\/\/vod2\.(qcloud|dnsv1)\.com/, uploadOrigin),
}))

beforeEach(() => localStorage.clear())

/** Starts an upload to the region. */
function upload(region: Region, mediaFile: File, coverFile?: File, signed = {}): Uploader {
  return start(region, { mediaFile, ...(coverFile && { coverFile }) }, signed)
}

function start(region: Region, files: Parameters<Client['upload']>[0], signed = {}): Uploader {
  uploadOrigin = region.origin
  const client = new TcVod({
    getSignature: () => Promise.resolve(uploadSignature(signed)),
    allowReport: false,
  })
  const uploader = client.upload(files)
  const cos = { Domain: `127.0.0.1:${region.port}`, Protocol: 'http:', ProgressInterval: 10 }
  Object.assign(uploader.cosStrategy, cos)
  return uploader
}

const videoFile = (content: Buffer<ArrayBuffer>, name = 'clip.mp4'): File =>
  new File([content], name, { type: 'video/mp4', lastModified: 1700000000000 })

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

interface ListedMedia {
  fileId: string
  name: string
  cover?: { url: string; sha256: string }
  size: number
  sha256: string
}

interface Stats {
  parts: number
  partBytesReceived: number
}

async function fetchLocal<T>(region: Region, resource: string): Promise<T> {
  return (await (await fetch(`${region.origin}/_local/${resource}`)).json()) as T
}

test('uploads twenty megabytes in three parts without changing a byte', async () => {
  const receiver = await startReceiver()
  const region = await temporaryRegion({ notificationUrl: receiver.url })
  const content = randomBytes(20_000_000)
  const uploader = upload(region, videoFile(content, '假 日.v1.MP4'), undefined, {
    sourceContext: 'up1.mac',
  })
  const { fileId } = await uploader.done()
  expect(await fetchLocal<ListedMedia[]>(region, 'media')).toMatchObject([
    {
      fileId,
      name: '假 日.v1',
      size: content.length,
      sha256: sha256(content),
      sourceContext: 'up1.mac',
    },
  ])
  expect(await fetchLocal(region, 'stats')).toMatchObject({
    parts: 3,
    applies: 1,
    commits: 1,
    partBytesReceived: content.length,
  })
  expect(await receiver.callback('NewFileUpload')).toMatchObject({
    FileUploadEvent: { FileId: fileId },
  })
})

test('uploads two files concurrently as two videos', async () => {
  const region = await temporaryRegion()
  const contents = [randomBytes(3_000_000), randomBytes(2_000_000)]
  const uploads = contents.map((content, index) =>
    upload(region, videoFile(content, `clip${index}.mp4`)),
  )
  const done = await Promise.all(uploads.map((uploader) => uploader.done()))
  const media = await fetchLocal<ListedMedia[]>(region, 'media')
  for (const [index, content] of contents.entries())
    expect(media.find(({ fileId }) => fileId === done[index]?.fileId)?.sha256).toBe(sha256(content))
})

test('uploads a cover with the video', async () => {
  const region = await temporaryRegion()
  const picture = Buffer.from('picture')
  const cover = new File([picture], 'poster.png', { type: 'image/png' })
  const result = await upload(region, videoFile(randomBytes(1000)), cover).done()
  const delivered = await fetch(result.cover?.url ?? '')
  expect(delivered.headers.get('content-type')).toBe('image/png')
  expect(await delivered.text()).toBe('picture')
})

test('replaces the cover of a published video and nothing else', async () => {
  const region = await temporaryRegion()
  const picture = (text: string) => new File([text], 'poster.png', { type: 'image/png' })
  const content = randomBytes(1000)
  const { fileId, cover } = await upload(region, videoFile(content), picture('first')).done()
  const replaced = await start(region, { fileId, coverFile: picture('second') }).done()
  expect(replaced.fileId).toBe(fileId)
  expect(await (await fetch(replaced.cover?.url ?? '')).text()).toBe('second')
  expect(replaced.cover?.url).not.toBe(cover?.url)
  expect(await fetchLocal<ListedMedia[]>(region, 'media')).toMatchObject([
    { fileId, sha256: sha256(content), cover: { sha256: sha256(Buffer.from('second')) } },
  ])
})

test('resumes an interrupted upload with its missing parts after a restart of page and region', async () => {
  const directory = await temporaryDirectory()
  const before = await temporaryRegion({ directory })
  const content = randomBytes(6 * mebibyte)
  const inMebibytes = { ChunkSize: mebibyte }
  before.faults.bytesPerSecond = mebibyte
  const first = upload(before, videoFile(content))
  Object.assign(first.cosStrategy, { ...inMebibytes, ChunkParallelLimit: 1 })
  const stats = (from: Region): Promise<Stats> => fetchLocal<Stats>(from, 'stats')
  await expect.poll(async () => (await stats(before)).parts).toBeGreaterThan(1)
  first.cancel()
  await before.close()

  const region = await temporaryRegion({ directory })
  const second = upload(region, videoFile(content))
  Object.assign(second.cosStrategy, inMebibytes)
  const { fileId } = await second.done()
  expect((await stats(region)).parts).toBeGreaterThan(0)
  expect((await stats(region)).partBytesReceived).toBeLessThanOrEqual(4 * mebibyte)
  expect(await fetchLocal<ListedMedia[]>(region, 'media')).toMatchObject([
    { fileId, sha256: sha256(content) },
  ])
})

test('rejects done() with the error of an invalid signature', async () => {
  const region = await temporaryRegion()
  const uploader = upload(region, videoFile(randomBytes(10)), undefined, { random: -1 })
  await expect(uploader.done()).rejects.toMatchObject({ code: 10004 })
})
