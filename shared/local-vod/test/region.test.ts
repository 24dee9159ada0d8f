import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { appendFile } from 'node:fs/promises'
import { request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startRegion, type Region } from '../src/index.ts'
import { account, applyBody, callServerApi, callUploadApi, publish } from './api-client.ts'
import { temporaryDirectory, temporaryRegion } from './temporary-region.ts'
import { tls } from './test-certificate.ts'
import { tinyMp4 } from './tiny-mp4.ts'

interface RawResponse {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Sends a request with a `Host` header for the region, which `fetch` cannot set. */
function send(region: Region, host: string, path: string, method = 'GET'): Promise<RawResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<RawResponse>()
  const request = httpRequest(region.origin + path, { method, headers: { host } }, (response) => {
    let body = ''
    response.on('data', (chunk) => (body += String(chunk)))
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
    )
  })
  request.on('error', reject).end()
  return promise
}

test('rejects with EADDRINUSE if the port is in use', async () => {
  const region = await temporaryRegion()
  const directory = await temporaryDirectory()
  await expect(startRegion({ port: region.port, directory, account })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

test('serves media after a restart, also if a crash left an incomplete line in the records', async () => {
  const directory = await temporaryDirectory()
  const before = await temporaryRegion({ directory })
  const { fileId } = await publish(before.origin, tinyMp4())
  await before.close()
  await appendFile(join(directory, 'records.jsonl'), '["media","528')
  const after = await temporaryRegion({ directory })
  const answer = await callServerApi(after.origin, 'DescribeMediaInfos', { FileIds: [fileId] })
  const [{ BasicInfo }] = answer.MediaInfoSet as [{ BasicInfo: { MediaUrl: string } }]
  expect((await fetch(BasicInfo.MediaUrl)).status).toBe(200)
})

test('ends open requests and tasks when closed, and may be closed twice', async () => {
  const region = await temporaryRegion({ processingMs: 60_000 })
  await publish(region.origin, tinyMp4(), { procedure: 'Any' })
  await callServerApi(region.origin, 'ModifyEventConfig', { Mode: 'PULL' })
  const waiting = callServerApi(region.origin, 'PullEvents')
  const broken = expect(waiting).rejects.toThrow()
  await region.close()
  await region.close()
  await broken
})

test('routes requests by real host names', async () => {
  const region = await temporaryRegion({ mediaOrigin: 'http://1500000001.vod2.myqcloud.com' })
  const { video } = await publish(region.origin, tinyMp4())
  const { host, pathname } = new URL(video.url)
  expect(host).toBe('1500000001.vod2.myqcloud.com')
  expect((await send(region, host, pathname)).status).toBe(200)

  const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', applyBody(1))
  const { domain } = data as unknown as { domain: string }
  expect((await send(region, domain, pathname)).body).toContain('<Code>AccessDenied</Code>')
  const other = domain.replace(/^[^.]+/, 'other-1250000000')
  expect((await send(region, other, pathname)).body).toContain('<Code>NoSuchBucket</Code>')
  const backup = domain.replace('myqcloud.com', 'tencentcos.cn')
  expect((await send(region, backup, '/', 'HEAD')).status).toBe(403)
})

test.each(['/v3/index.php?Action=ApplyUploadUGC', '/', '/some/object?partNumber=1&uploadId=x'])(
  'answers a preflight for %s',
  async (path) => {
    const region = await temporaryRegion()
    const { status, headers } = await send(region, '127.0.0.1', path, 'OPTIONS')
    expect(status).toBe(204)
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['access-control-allow-methods']).toContain('PUT')
  },
)

test('serves https under the real host name if it has a certificate', async () => {
  const region = await temporaryRegion({ tls })
  expect(region.origin).toBe(`https://127.0.0.1:${region.port}`)
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>()
  const request = httpsRequest(
    {
      host: '127.0.0.1',
      port: region.port,
      path: '/v3/index.php?Action=PrepareUploadUGC',
      method: 'POST',
      headers: { host: 'vod2.qcloud.com' },
      servername: 'vod2.qcloud.com',
      ca: tls.cert,
    },
    (response) => response.resume().on('end', () => resolve(response.statusCode)),
  )
  request.on('error', reject).end('{}')
  expect(await promise).toBe(200)
})

test('keeps an idle connection long enough for clients that use it again', async () => {
  const region = await temporaryRegion()
  const { headers } = await send(region, 'localhost', '/_local/stats')
  expect(headers['keep-alive']).toBe('timeout=75')
})
