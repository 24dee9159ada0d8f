import { describe, expect, test } from 'vitest'
import { tc3Signature } from '../src/server-api/tc3.ts'
import { account, callServerApi, publish, type Tc3Overrides } from './api-client.ts'
import { temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

describe('TC3-HMAC-SHA256', () => {
  test('matches the vector of the documentation (GET)', () => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      host: 'cvm.tencentcloudapi.com',
    }
    const request = { method: 'GET', query: 'Limit=10&Offset=0', headers, body: '' }
    const key = {
      secretKey: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE',
      service: 'cvm',
      timestamp: 1539084154,
    }
    expect(tc3Signature(request, ['content-type', 'host'], key)).toBe(
      '5da7a33f6993f0614b047e5df4582db9e9bf4672ba50567dba16c6ccf174c474',
    )
  })

  test("matches the vector of Tencent's SDK (POST to vod)", () => {
    const headers = { 'content-type': 'application/json', host: 'vod.tencentcloudapi.com' }
    const body = '{"FileIds":["5285890784273533167"],"SubAppId":1500000001}'
    const request = { method: 'POST', query: '', headers, body }
    const key = { secretKey: 'EXAMPLEKEY', service: 'vod', timestamp: 1700000000 }
    expect(tc3Signature(request, ['content-type', 'host'], key)).toBe(
      'dfbd065ad3825eac3738899560d354344ccd8030852fc78cebfd5e313ad54254',
    )
  })

  const now = Math.floor(Date.now() / 1000)
  test.each<[string, Tc3Overrides, string]>([
    ['another key', { secretKey: 'other' }, 'AuthFailure.SignatureFailure'],
    ['an unknown SecretId', { secretId: 'AKIDother' }, 'AuthFailure.SecretIdNotFound'],
    ['a clock behind', { timestamp: now - 400 }, 'AuthFailure.SignatureExpire'],
    ['a clock ahead', { timestamp: now + 400 }, 'AuthFailure.SignatureExpire'],
    ['another version', { version: '2020-01-01' }, 'NoSuchVersion'],
  ])('rejects %s', async (_, overrides, code) => {
    const region = await temporaryRegion()
    const answer = await callServerApi(region.origin, 'DescribeEventConfig', {}, overrides)
    expect(answer).toMatchObject({ Error: { Code: code }, RequestId: expect.any(String) })
  })

  test('rejects a request without authorization', async () => {
    const region = await temporaryRegion()
    const headers = { 'X-TC-Action': 'DescribeEventConfig' }
    const response = await fetch(`${region.origin}/`, { method: 'POST', headers, body: '{}' })
    expect(await response.json()).toMatchObject({
      Response: { Error: { Code: 'AuthFailure.InvalidAuthorization' } },
    })
  })
})

test.each([
  ['DoSomething', {}, 'InvalidAction'],
  ['DescribeMediaInfos', {}, 'InvalidParameterValue'],
  ['DescribeMediaInfos', { FileIds: Array.from({ length: 21 }, String) }, 'InvalidParameterValue'],
  ['DescribeMediaInfos', { FileIds: ['1'], Filters: ['everything'] }, 'InvalidParameterValue'],
  ['DescribeMediaInfos', { FileIds: [1] }, 'InvalidParameter'],
  ['DescribeMediaInfos', { FileIds: ['1'], SubAppId: 7 }, 'InvalidParameterValue'],
  ['DescribeTaskDetail', { TaskId: 'none' }, 'ResourceNotFound'],
  ['DeleteMedia', { FileId: 'none' }, 'ResourceNotFound'],
  ['ModifyEventConfig', { Mode: 'SHOUT' }, 'InvalidParameterValue'],
  ['ModifyEventConfig', { NotificationUrl: 'ftp://x' }, 'InvalidParameterValue'],
  ['ModifyEventConfig', { SignKey: 'a-b' }, 'InvalidParameterValue'],
  ['PullEvents', {}, 'FailedOperation'],
  ['DescribeProcedureTemplates', { Names: 'LongVideoPreset' }, 'InvalidParameter'],
  [
    'DescribeProcedureTemplates',
    { Names: Array.from({ length: 101 }, String) },
    'InvalidParameterValue',
  ],
  ['DescribeProcedureTemplates', { Type: 'Own' }, 'InvalidParameterValue'],
  ['DescribeProcedureTemplates', { Limit: 101 }, 'InvalidParameterValue'],
  ['DescribeProcedureTemplates', { Offset: '0' }, 'InvalidParameter'],
])('%s rejects %j with %s', async (action, parameters, code) => {
  const region = await temporaryRegion()
  const answer = await callServerApi(region.origin, action, parameters)
  expect(answer.Error?.Code).toBe(code)
})

test('DescribeMediaInfos returns uploaded files and lists unknown ids', async () => {
  const region = await temporaryRegion()
  const { fileId, video } = await publish(region.origin, tinyMp4(), {
    sourceContext: 'up1.mac',
    classId: 3,
  })
  const answer = await callServerApi(region.origin, 'DescribeMediaInfos', {
    FileIds: [fileId, '1'],
    Filters: ['basicInfo', 'metaData'],
    SubAppId: account.appId,
  })
  expect(answer).toMatchObject({
    NotExistFileIdSet: ['1'],
    MediaInfoSet: [
      {
        FileId: fileId,
        BasicInfo: {
          Name: 'clip',
          Type: 'mp4',
          ClassId: 3,
          MediaUrl: video.url,
          CoverUrl: '',
          SourceInfo: { SourceType: 'Upload', SourceContext: 'up1.mac' },
        },
        MetaData: { Duration: 2, Width: 640, Height: 360, Size: tinyMp4().length },
      },
    ],
  })
})

test('DeleteMedia deletes the media file and its objects', async () => {
  const region = await temporaryRegion()
  const { fileId, video } = await publish(region.origin, tinyMp4())
  expect((await fetch(video.url)).status).toBe(200)
  expect(await callServerApi(region.origin, 'DeleteMedia', { FileId: fileId })).not.toHaveProperty(
    'Error',
  )
  expect((await fetch(video.url)).status).toBe(404)
  const answer = await callServerApi(region.origin, 'DescribeMediaInfos', { FileIds: [fileId] })
  expect(answer).toMatchObject({ MediaInfoSet: [], NotExistFileIdSet: [fileId] })
})

test('ModifyEventConfig changes only the given settings, and DescribeEventConfig never returns the key', async () => {
  const region = await temporaryRegion({ signKey: 'secret1' })
  const change = { NotificationUrl: 'http://127.0.0.1:9/x', DeleteMediaCompleteEventSwitch: 'ON' }
  await callServerApi(region.origin, 'ModifyEventConfig', change)
  const config = await callServerApi(region.origin, 'DescribeEventConfig')
  expect(config).toEqual({
    RequestId: expect.any(String),
    Mode: 'PUSH',
    NotificationUrl: 'http://127.0.0.1:9/x',
    UploadMediaCompleteEventSwitch: 'ON',
    DeleteMediaCompleteEventSwitch: 'ON',
    PersistenceCompleteEventSwitch: 'OFF',
  })
})

test('DescribeProcedureTemplates returns the presets, filtered by name and page', async () => {
  const region = await temporaryRegion()
  const namesOf = async (parameters: Record<string, unknown>) => {
    const answer = await callServerApi(region.origin, 'DescribeProcedureTemplates', parameters)
    const { ProcedureTemplateSet } = answer as unknown as {
      ProcedureTemplateSet: { Name: string }[]
    }
    return ProcedureTemplateSet.map(({ Name }) => Name)
  }
  expect(await namesOf({ Names: ['LongVideoPreset', 'Another'] })).toEqual(['LongVideoPreset'])
  expect(await namesOf({ Offset: 1, Limit: 1 })).toEqual(['SimpleAesEncryptPreset'])
  expect(await namesOf({ Type: 'Custom' })).toEqual([])
})
