import { createHash } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { describe, expect, test } from 'vitest'
import {
  applyBody,
  callCos,
  callServerApi,
  callUploadApi,
  completeDocument,
  initiate,
  publish,
  sendObject,
  uploadSignature,
} from './api-client.ts'
import { startReceiver } from './callback-receiver.ts'
import { temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

const signed = { procedure: 'Any' }

describe('faults', () => {
  test('offline destroys connections until it is switched off', async () => {
    const region = await temporaryRegion()
    region.faults.offline = true
    await expect(callUploadApi(region.origin, 'PrepareUploadUGC', {})).rejects.toThrow()
    region.faults.offline = false
    expect((await callUploadApi(region.origin, 'PrepareUploadUGC', {})).code).toBe(0)
  })

  test('commitFailures makes the next commits fail', async () => {
    const region = await temporaryRegion()
    region.faults.commitFailures = 1
    const commit = (): Promise<{ code: number }> =>
      callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey: 'none' })
    expect((await commit()).code).toBe(19500)
    expect((await commit()).code).toBe(19002)
  })

  test('applyFailures makes the next apply calls fail', async () => {
    const region = await temporaryRegion()
    region.faults.applyFailures = 1
    const apply = () => callUploadApi(region.origin, 'ApplyUploadUGC', applyBody(1))
    expect((await apply()).code).toBe(19500)
    expect((await apply()).code).toBe(0)
  })

  test('credentialsTtlSeconds is the TTL of new credentials', async () => {
    const region = await temporaryRegion({ now: () => 1_800_000_000_000 })
    region.faults.credentialsTtlSeconds = 20
    const signature = uploadSignature({
      currentTimeStamp: 1_800_000_000,
      expireTime: 1_800_000_600,
    })
    const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', {
      ...applyBody(1),
      signature,
    })
    expect(data.tempCertificate.expiredTime - data.timestamp).toBe(20)
  })

  test('sessionTtlSeconds limits the life of a session', async () => {
    const region = await temporaryRegion()
    const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', applyBody(1))
    const { vodSessionKey } = data
    const resume = () => callUploadApi(region.origin, 'ApplyUploadUGC', { vodSessionKey })
    expect((await resume()).code).toBe(0)
    region.faults.sessionTtlSeconds = 0
    expect((await resume()).code).toBe(19002)
  })

  test('expiredSignatures and serverErrors affect the next N requests', async () => {
    const region = await temporaryRegion()
    region.faults.expiredSignatures = 1
    region.faults.serverErrors = 1
    const prepare = () =>
      fetch(`${region.origin}/v3/index.php?Action=PrepareUploadUGC`, {
        method: 'POST',
        body: JSON.stringify({ signature: uploadSignature() }),
      })
    expect((await prepare()).status).toBe(503)
    expect(await (await prepare()).json()).toMatchObject({ code: 10010 })
    expect(await (await prepare()).json()).toMatchObject({ code: 0 })
  })

  test('silent receives requests and never answers', async () => {
    const region = await temporaryRegion()
    region.faults.silent = true
    const call = fetch(`${region.origin}/v3/index.php?Action=PrepareUploadUGC`, {
      method: 'POST',
      body: '{}',
      signal: AbortSignal.timeout(300),
    })
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
    region.faults.silent = false
    expect((await callUploadApi(region.origin, 'PrepareUploadUGC', {})).code).toBe(0)
  })

  test('hiddenEtags omits the ETag, and lostAnswers loses the response of a successful request', async () => {
    const region = await temporaryRegion()
    const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', applyBody(4))
    const path = data.video.storagePath
    const uploadId = await initiate(region.origin, data, path)
    const put = { method: 'PUT', path, query: { partNumber: 1, uploadId }, body: 'part' }
    region.faults.hiddenEtags = 1
    const hidden = await callCos(region.origin, data, put)
    expect([hidden.status, hidden.headers.get('etag')]).toEqual([200, null])
    const etag = (await callCos(region.origin, data, put)).headers.get('etag') ?? ''
    region.faults.lostAnswers = 2
    const complete = { method: 'POST', path, query: { uploadId }, body: completeDocument([etag]) }
    await expect(callCos(region.origin, data, complete)).rejects.toThrow()
    const { vodSessionKey } = data
    const commit = () => callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })
    await expect(commit()).rejects.toThrow()
    expect((await commit()).data.fileId).toMatch(/^\d+$/)
  })

  test('singleCommits rejects a repeated commit', async () => {
    const region = await temporaryRegion()
    region.faults.singleCommits = true
    const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', applyBody(4))
    const { vodSessionKey, video } = data
    await sendObject(region.origin, data, video.storagePath, [Buffer.from('part')])
    const commit = () => callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })
    expect((await commit()).code).toBe(0)
    expect((await commit()).code).toBe(19002)
    region.faults.singleCommits = false
    expect((await commit()).code).toBe(0)
  })

  test('duplicateCallbacks sends every callback twice', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    region.faults.duplicateCallbacks = true
    await publish(region.origin, tinyMp4())
    await receiver.requests(2)
    expect(receiver.callbacks[1]).toEqual(receiver.callbacks[0])
  })

  test('loseCallbacks sends no callbacks, and the task still ends', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    region.faults.loseCallbacks = true
    const { fileId } = await publish(region.origin, tinyMp4(), signed)
    await expect
      .poll(
        async () =>
          (await callServerApi(region.origin, 'DescribeMediaInfos', { FileIds: [fileId] }))
            .MediaInfoSet,
      )
      .toMatchObject([{ TranscodeInfo: {} }])
    await region.close()
    expect(receiver.callbacks).toEqual([])
  })

  test('failTranscode makes the transcode sub-task fail', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    region.faults.failTranscode = true
    await publish(region.origin, tinyMp4(), signed)
    expect(await receiver.callback('ProcedureStateChanged')).toMatchObject({
      ProcedureStateChangeEvent: {
        Status: 'FINISH',
        MediaProcessResultSet: [{ TranscodeTask: { Status: 'FAIL', ErrCodeExt: 'InternalError' } }],
      },
    })
  })

  test.each(['pass', 'review', 'block'] as const)(
    'moderation adds a porn review that suggests %s',
    async (Suggestion) => {
      const receiver = await startReceiver()
      const region = await temporaryRegion({ notificationUrl: receiver.url })
      region.faults.moderation = Suggestion
      await publish(region.origin, tinyMp4(), signed)
      expect(await receiver.callback('ProcedureStateChanged')).toMatchObject({
        ProcedureStateChangeEvent: {
          AiContentReviewResultSet: [
            { Type: 'Porn', PornTask: { Status: 'SUCCESS', Output: { Suggestion } } },
          ],
        },
      })
    },
  )
})

describe('/_local/', () => {
  const patch = (origin: string, change: unknown): Promise<Response> =>
    fetch(`${origin}/_local/faults`, { method: 'PATCH', body: JSON.stringify(change) })

  test('returns and sets faults, also while offline', async () => {
    const region = await temporaryRegion()
    expect(
      await (await patch(region.origin, { offline: true, moderation: 'block' })).json(),
    ).toMatchObject({
      offline: true,
      moderation: 'block',
      latencyMs: 0,
    })
    expect(region.faults).toMatchObject({ offline: true, moderation: 'block' })
    await patch(region.origin, { offline: false, moderation: null })
    expect(region.faults).toMatchObject({ offline: false, moderation: undefined })
  })

  test.each<[unknown]>([
    [{ latencyMs: -1 }],
    [{ latencyMs: '5' }],
    [{ offline: 1 }],
    [{ moderation: 'maybe' }],
    [{ toString: true }],
    [{ latencyMs: 5, unknown: 1 }],
    [['offline']],
    ['offline'],
  ])('rejects %j and changes nothing', async (change) => {
    const region = await temporaryRegion()
    const before = { ...region.faults }
    expect((await patch(region.origin, change)).status).toBe(400)
    expect(region.faults).toEqual(before)
  })

  test('lists media with their digest, and returns the stats', async () => {
    const region = await temporaryRegion()
    const content = tinyMp4()
    const { fileId, video } = await publish(region.origin, content, { sourceContext: 'up1.mac' })
    expect(await (await fetch(`${region.origin}/_local/media`)).json()).toEqual([
      {
        fileId,
        name: 'clip',
        size: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
        mediaUrl: video.url,
        sourceContext: 'up1.mac',
        status: 'FINISH',
      },
    ])
    expect(await (await fetch(`${region.origin}/_local/stats`)).json()).toEqual({
      partBytesReceived: content.length,
      parts: 1,
      applies: 1,
      commits: 1,
      callbacksSent: 0,
    })
  })

  test.each([
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a page with an opaque origin', { origin: 'null' }],
    ['another host name for this address', { host: 'evil.example' }],
  ])('rejects %s', async (_, headers) => {
    const region = await temporaryRegion()
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(`${region.origin}/_local/media`, { headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      request.on('error', reject).end()
    })
    expect(status).toBe(403)
  })
})
