import { describe, expect, test } from 'vitest'
import {
  callServerApi,
  callUploadApi,
  applyBody,
  publish,
  sendObject,
  uploadSignature,
} from './api-client.ts'
import { startReceiver } from './callback-receiver.ts'
import { temporaryDirectory, temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

const signed = {
  procedure: 'LongVideoPreset',
  sessionContext: 'session 1',
  sourceContext: 'up1.mac',
}

describe('a video whose signature has a procedure', () => {
  test('sends an upload event and later a processing event', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    const { fileId, video } = await publish(region.origin, tinyMp4(), signed)

    const uploaded = await receiver.callback('NewFileUpload')
    expect(uploaded).toMatchObject({
      FileUploadEvent: {
        FileId: fileId,
        MediaBasicInfo: {
          Name: 'clip',
          MediaUrl: video.url,
          CreateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          SourceInfo: { SourceType: 'Upload', SourceContext: 'up1.mac' },
          Vid: fileId,
        },
        MetaData: { Duration: 2, Width: 640, Height: 360 },
        ProcedureTaskId: expect.stringMatching(/^1500000001-Procedure-/),
        ReviewAudioVideoTaskId: '',
      },
    })
    const { ProcedureTaskId } = uploaded.FileUploadEvent as { ProcedureTaskId: string }

    const processed = await receiver.callback('ProcedureStateChanged')
    expect(processed).toMatchObject({
      ProcedureStateChangeEvent: {
        TaskId: ProcedureTaskId,
        Status: 'FINISH',
        FileId: fileId,
        FileName: 'clip',
        FileUrl: video.url,
        SessionContext: 'session 1',
        MediaProcessResultSet: [
          {
            Type: 'Transcode',
            TranscodeTask: { Status: 'SUCCESS', ErrCodeExt: '', Output: { Height: 360 } },
          },
          {
            Type: 'CoverBySnapshot',
            CoverBySnapshotTask: {
              Status: 'SUCCESS',
              Output: { CoverUrl: expect.stringMatching(/\/snapshot\.jpg$/) },
            },
          },
        ],
        AiContentReviewResultSet: [],
      },
    })
    expect(processed).not.toHaveProperty('Sign')
    expect(receiver.callbacks.map(({ EventType }) => EventType)).toEqual([
      'NewFileUpload',
      'ProcedureStateChanged',
    ])
  })

  test('has a task that is available while it runs and afterwards, and a rendition that plays', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url, processingMs: 800 })
    const { fileId } = await publish(region.origin, tinyMp4(), signed)
    const { FileUploadEvent } = await receiver.callback('NewFileUpload')
    const { ProcedureTaskId: TaskId } = FileUploadEvent as { ProcedureTaskId: string }
    const describeTask = (): Promise<object> =>
      callServerApi(region.origin, 'DescribeTaskDetail', { TaskId })
    expect(await describeTask()).toMatchObject({
      TaskType: 'Procedure',
      Status: 'PROCESSING',
      ProcedureTask: { MediaProcessResultSet: [{ TranscodeTask: { Status: 'PROCESSING' } }] },
    })
    const { ProcedureStateChangeEvent } = await receiver.callback('ProcedureStateChanged')
    expect(await describeTask()).toMatchObject({
      Status: 'FINISH',
      ProcedureTask: ProcedureStateChangeEvent,
    })

    const { MediaInfoSet } = await callServerApi(region.origin, 'SearchMedia', {
      CreateTime: { After: new Date(Date.now() - 60_000).toISOString() },
    })
    expect(MediaInfoSet).toMatchObject([{ FileId: fileId }])

    const { TaskSet } = await callServerApi(region.origin, 'DescribeTasks', { FileId: fileId })
    expect(TaskSet).toMatchObject([{ TaskId, TaskType: 'Procedure', Status: 'FINISH' }])

    const infos = await callServerApi(region.origin, 'DescribeMediaInfos', {
      FileIds: [fileId],
      Filters: ['transcodeInfo'],
    })
    const [{ TranscodeInfo }] = infos.MediaInfoSet as [
      { TranscodeInfo: { TranscodeSet: { Url: string }[] } },
    ]
    const [source, rendition] = TranscodeInfo.TranscodeSet
    expect(rendition?.Url).not.toBe(source?.Url)
    expect((await fetch(rendition?.Url ?? '')).headers.get('content-type')).toBe('video/mp4')
  })

  test('fails in its sub-task, not in its flow, if the file is not media', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    await publish(region.origin, Buffer.from('not a film'), signed)
    expect(await receiver.callback('ProcedureStateChanged')).toMatchObject({
      ProcedureStateChangeEvent: {
        Status: 'FINISH',
        MediaProcessResultSet: [
          { TranscodeTask: { Status: 'FAIL', ErrCodeExt: 'SourceFileError.ContentMalformed' } },
        ],
      },
    })
  })

  test('finishes after a restart during processing', async () => {
    const directory = await temporaryDirectory()
    const receiver = await startReceiver()
    const before = await temporaryRegion({
      directory,
      notificationUrl: receiver.url,
      processingMs: 60_000,
    })
    const { fileId } = await publish(before.origin, tinyMp4(), signed)
    await before.close()
    await temporaryRegion({ directory })
    const processed = await receiver.callback('ProcedureStateChanged')
    expect(processed).toMatchObject({
      ProcedureStateChangeEvent: { FileId: fileId, Status: 'FINISH' },
    })
  })

  test.each([
    ['Finish', ['FINISH']],
    ['Change', ['PROCESSING', 'FINISH']],
  ])('sends the events of taskNotifyMode %s', async (taskNotifyMode, statuses) => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url, processingMs: 100 })
    await publish(region.origin, tinyMp4(), { ...signed, taskNotifyMode })
    await receiver.requests(1 + statuses.length)
    const events = receiver.callbacks.flatMap(({ ProcedureStateChangeEvent: event }) => event ?? [])
    expect(events).toMatchObject(statuses.map((Status) => ({ Status })))
  })

  test('sends no processing event with taskNotifyMode None', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    await publish(region.origin, tinyMp4(), { ...signed, taskNotifyMode: 'None' })
    const { FileUploadEvent } = await receiver.callback('NewFileUpload')
    const { ProcedureTaskId: TaskId } = FileUploadEvent as { ProcedureTaskId: string }
    await expect
      .poll(
        async () => (await callServerApi(region.origin, 'DescribeTaskDetail', { TaskId })).Status,
      )
      .toBe('FINISH')
    await region.close() // waits for running callbacks
    expect(receiver.callbacks).toHaveLength(1)
  })
})

test('a video without a procedure has an upload event and no task', async () => {
  const receiver = await startReceiver()
  const region = await temporaryRegion({ notificationUrl: receiver.url })
  await publish(region.origin, tinyMp4())
  expect(await receiver.callback('NewFileUpload')).toMatchObject({
    FileUploadEvent: { ProcedureTaskId: '' },
  })
})

test('the context of the apply signature is used, not that of the commit signature', async () => {
  const receiver = await startReceiver()
  const region = await temporaryRegion({ notificationUrl: receiver.url })
  const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', {
    ...applyBody(4),
    signature: uploadSignature({ sourceContext: 'first' }),
  })
  await sendObject(region.origin, data, data.video.storagePath, [Buffer.from('film')])
  await callUploadApi(region.origin, 'CommitUploadUGC', {
    vodSessionKey: data.vodSessionKey,
    signature: uploadSignature({ sourceContext: 'second' }),
  })
  expect(await receiver.callback('NewFileUpload')).toMatchObject({
    FileUploadEvent: { MediaBasicInfo: { SourceInfo: { SourceContext: 'first' } } },
  })
})

test.each([
  ['an unknown video', { fileId: '5285890784000000000' }],
  ['a video in the same call', { videoName: 'clip', videoType: 'mp4', videoSize: 1 }],
  ['no cover', { coverName: undefined }],
])('a cover-only upload is rejected with %s', async (_, wrong) => {
  const region = await temporaryRegion()
  const { fileId } = await publish(region.origin, tinyMp4())
  const cover = { fileId, coverName: 'poster', coverType: 'jpg', coverSize: 7 }
  const answer = await callUploadApi(region.origin, 'ApplyUploadUGC', { ...cover, ...wrong })
  expect(answer.code).toBe(10001)
})

test('the commit of a cover is rejected if it is not uploaded or its video was deleted', async () => {
  const region = await temporaryRegion()
  const { fileId } = await publish(region.origin, tinyMp4())
  const cover = { fileId, coverName: 'poster', coverType: 'jpg', coverSize: 7 }
  const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', cover)
  const { vodSessionKey } = data
  const commit = () => callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })
  expect((await commit()).code).toBe(19003)
  await sendObject(region.origin, data, data.cover?.storagePath ?? '', [Buffer.from('picture')])
  await callServerApi(region.origin, 'DeleteMedia', { FileId: fileId })
  expect((await commit()).code).toBe(19002)
})

test('a cover replaces the snapshot, whose URL remains valid', async () => {
  const receiver = await startReceiver()
  const region = await temporaryRegion({ notificationUrl: receiver.url })
  const { fileId } = await publish(region.origin, tinyMp4(), signed)
  await receiver.callback('ProcedureStateChanged')
  const coverUrl = async () => {
    const parameters = { FileIds: [fileId], Filters: ['basicInfo'] }
    const { MediaInfoSet } = await callServerApi(region.origin, 'DescribeMediaInfos', parameters)
    return (MediaInfoSet as { BasicInfo: { CoverUrl: string } }[])[0]?.BasicInfo.CoverUrl ?? ''
  }
  const snapshotUrl = await coverUrl()
  const cover = { fileId, coverName: 'poster', coverType: 'jpg', coverSize: 7 }
  const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', cover)
  await sendObject(region.origin, data, data.cover?.storagePath ?? '', [Buffer.from('picture')])
  const { vodSessionKey } = data
  expect((await callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })).code).toBe(0)
  expect(await (await fetch(await coverUrl())).text()).toBe('picture')
  expect((await fetch(snapshotUrl)).status).toBe(200)
  await callServerApi(region.origin, 'DeleteMedia', { FileId: fileId })
  expect((await fetch(snapshotUrl)).status).toBe(404)
})

test('the calls and parts of a cover are not counted', async () => {
  const region = await temporaryRegion()
  const { fileId } = await publish(region.origin, tinyMp4())
  const stats = async () => (await fetch(`${region.origin}/_local/stats`)).json()
  const before = await stats()
  const cover = { fileId, coverName: 'poster', coverType: 'jpg', coverSize: 7 }
  const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', cover)
  await sendObject(region.origin, data, data.cover?.storagePath ?? '', [Buffer.from('picture')])
  const { vodSessionKey } = data
  expect((await callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })).code).toBe(0)
  expect(await stats()).toEqual(before)
})

test('an uploaded cover is used, and its task flow has a cover sub-task', async () => {
  const receiver = await startReceiver()
  const region = await temporaryRegion({ notificationUrl: receiver.url })
  const video = tinyMp4()
  const cover = Buffer.from('picture')
  const { data } = await callUploadApi(region.origin, 'ApplyUploadUGC', {
    ...applyBody(video.length),
    coverName: 'poster',
    coverType: 'png',
    coverSize: cover.length,
    signature: uploadSignature(signed),
  })
  await sendObject(region.origin, data, data.video.storagePath, [video])
  const { vodSessionKey } = data
  const premature = await callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })
  expect(premature.code).toBe(19003)
  await sendObject(region.origin, data, data.cover?.storagePath ?? '', [cover])
  const committed = await callUploadApi(region.origin, 'CommitUploadUGC', { vodSessionKey })
  const CoverUrl = committed.data.cover?.url ?? ''
  expect(await (await fetch(CoverUrl)).text()).toBe('picture')
  expect(await receiver.callback('ProcedureStateChanged')).toMatchObject({
    ProcedureStateChangeEvent: {
      MediaProcessResultSet: [
        { Type: 'Transcode' },
        {
          Type: 'CoverBySnapshot',
          CoverBySnapshotTask: { Status: 'SUCCESS', Output: { CoverUrl } },
        },
      ],
    },
  })
})
