import { describe, expect, test } from 'vitest'
import { callServerApi, publish } from './api-client.ts'
import { startReceiver } from './callback-receiver.ts'
import { temporaryDirectory, temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

const signed = { sourceContext: 'up1.mac', sessionContext: 'session 1' }

interface Upload {
  ReviewAudioVideoTaskId: string
}

describe('an audio/video review', () => {
  test.each([
    ['pass', { Label: '', Form: '' }, []],
    ['review', { Label: 'Porn', Form: 'Image' }, ['Image.Porn']],
    ['block', { Label: 'Porn', Form: 'Image' }, ['Image.Porn']],
  ] as const)('sends a callback with the verdict %s', async (Suggestion, output, TypeSet) => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    Object.assign(region.faults, { audioVideoReview: Suggestion, audioVideoReviewMs: 20 })
    const { fileId } = await publish(region.origin, tinyMp4(), signed)

    const { FileUploadEvent } = await receiver.callback('NewFileUpload')
    const { ReviewAudioVideoTaskId: TaskId } = FileUploadEvent as Upload
    expect(TaskId).toMatch(/^1500000001-ReviewAudioVideo-[0-9a-f]+t$/)
    const event = {
      TaskId,
      Status: 'FINISH',
      ErrCodeExt: '',
      Message: 'SUCCESS',
      Input: { FileId: fileId },
      Output: {
        Suggestion,
        ...output,
        SegmentSet:
          Suggestion === 'pass'
            ? []
            : [{ StartTimeOffset: 0, EndTimeOffset: 1, Label: 'Porn', Form: 'Image', Suggestion }],
      },
      SessionContext: 'session 1',
      SessionId: '',
    }
    expect(await receiver.callback('ReviewAudioVideoComplete')).toMatchObject({
      ReviewAudioVideoCompleteEvent: event,
    })
    const infos = await callServerApi(region.origin, 'DescribeMediaInfos', {
      FileIds: [fileId],
      Filters: ['reviewInfo'],
    })
    expect(infos.MediaInfoSet).toEqual([
      {
        FileId: fileId,
        ReviewInfo: {
          MediaReviewInfo: {
            Definition: 10,
            Suggestion,
            TypeSet,
            ReviewTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          },
        },
      },
    ])
    expect(await callServerApi(region.origin, 'DescribeTaskDetail', { TaskId })).toMatchObject({
      TaskType: 'ReviewAudioVideo',
      Status: 'FINISH',
      ReviewAudioVideoTask: event,
    })
  })

  test('ends after its delay, which a running review adopts', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    Object.assign(region.faults, { audioVideoReview: 'pass', audioVideoReviewMs: 60_000 })
    const { fileId } = await publish(region.origin, tinyMp4(), signed)
    const { FileUploadEvent } = await receiver.callback('NewFileUpload')
    const { ReviewAudioVideoTaskId: TaskId } = FileUploadEvent as Upload
    const describe = () => callServerApi(region.origin, 'DescribeTaskDetail', { TaskId })
    expect(await describe()).toMatchObject({ Status: 'PROCESSING', FinishTime: '' })
    const infos = await callServerApi(region.origin, 'DescribeMediaInfos', { FileIds: [fileId] })
    expect(infos.MediaInfoSet).not.toMatchObject([{ ReviewInfo: {} }])

    Object.assign(region.faults, { audioVideoReview: 'block', audioVideoReviewMs: 0 })
    expect(await receiver.callback('ReviewAudioVideoComplete')).toMatchObject({
      ReviewAudioVideoCompleteEvent: { Output: { Suggestion: 'block' } },
    })
    expect(await describe()).toMatchObject({ Status: 'FINISH' })
  })

  test('is delivered as a pulled event', async () => {
    const region = await temporaryRegion()
    Object.assign(region.faults, { audioVideoReview: 'review', audioVideoReviewMs: 0 })
    await callServerApi(region.origin, 'ModifyEventConfig', {
      Mode: 'PULL',
      UploadMediaCompleteEventSwitch: 'OFF',
    })
    const { fileId } = await publish(region.origin, tinyMp4(), signed)
    const { EventSet } = await callServerApi(region.origin, 'PullEvents')
    expect(EventSet).toMatchObject([
      {
        EventHandle: expect.any(String),
        EventType: 'ReviewAudioVideoComplete',
        ReviewAudioVideoCompleteEvent: {
          Input: { FileId: fileId },
          Output: { Suggestion: 'review' },
        },
      },
    ])
  })

  test('can be started again by ReviewAudioVideo, with another verdict', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    Object.assign(region.faults, { audioVideoReview: 'pass', audioVideoReviewMs: 0 })
    const { fileId } = await publish(region.origin, tinyMp4(), signed)
    await receiver.callback('ReviewAudioVideoComplete')

    region.faults.audioVideoReview = 'block'
    const { TaskId } = await callServerApi(region.origin, 'ReviewAudioVideo', { FileId: fileId })
    await receiver.requests(3)
    expect(receiver.callbacks[2]).toMatchObject({
      ReviewAudioVideoCompleteEvent: { TaskId, Output: { Suggestion: 'block' } },
    })
    const infos = await callServerApi(region.origin, 'DescribeMediaInfos', { FileIds: [fileId] })
    expect(infos.MediaInfoSet).toMatchObject([
      { ReviewInfo: { MediaReviewInfo: { Suggestion: 'block' } } },
    ])
    const { TaskSet } = await callServerApi(region.origin, 'DescribeTasks', { FileId: fileId })
    expect(TaskSet).toMatchObject([
      { TaskType: 'ReviewAudioVideo', Status: 'FINISH' },
      { TaskType: 'ReviewAudioVideo', Status: 'FINISH' },
    ])
    const unknown = await callServerApi(region.origin, 'ReviewAudioVideo', { FileId: 'none' })
    expect(unknown.Error?.Code).toBe('ResourceNotFound')
  })

  test('fails if its file was deleted', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    Object.assign(region.faults, { audioVideoReview: 'pass', audioVideoReviewMs: 60_000 })
    const { fileId } = await publish(region.origin, tinyMp4(), signed)
    await callServerApi(region.origin, 'DeleteMedia', { FileId: fileId })
    region.faults.audioVideoReviewMs = 0
    const event = await receiver.callback('ReviewAudioVideoComplete')
    expect(event).toMatchObject({
      ReviewAudioVideoCompleteEvent: { ErrCodeExt: 'SourceFileError.DownloadNotAccessible' },
    })
    expect(event.ReviewAudioVideoCompleteEvent).not.toHaveProperty('Output')
  })

  test('ends after a restart', async () => {
    const directory = await temporaryDirectory()
    const receiver = await startReceiver()
    const before = await temporaryRegion({ directory, notificationUrl: receiver.url })
    Object.assign(before.faults, { audioVideoReview: 'pass', audioVideoReviewMs: 60_000 })
    const { fileId } = await publish(before.origin, tinyMp4(), signed)
    await before.close()
    const region = await temporaryRegion({ directory })
    region.faults.audioVideoReviewMs = 0
    expect(await receiver.callback('ReviewAudioVideoComplete')).toMatchObject({
      ReviewAudioVideoCompleteEvent: { Input: { FileId: fileId }, Status: 'FINISH' },
    })
  })

  test('does not exist without the fault', async () => {
    const receiver = await startReceiver()
    const region = await temporaryRegion({ notificationUrl: receiver.url })
    await publish(region.origin, tinyMp4(), signed)
    expect(await receiver.callback('NewFileUpload')).toMatchObject({
      FileUploadEvent: { ReviewAudioVideoTaskId: '' },
    })
  })
})

test('the control API sets the verdict and the delay, and null switches the review off', async () => {
  const region = await temporaryRegion()
  const patch = (change: object) =>
    fetch(`${region.origin}/_local/faults`, { method: 'PATCH', body: JSON.stringify(change) })
  const set = await patch({ audioVideoReview: 'block', audioVideoReviewMs: 50 })
  expect(await set.json()).toMatchObject({
    audioVideoReview: 'block',
    audioVideoReviewMs: 50,
    moderation: null,
  })
  expect((await patch({ audioVideoReview: 'maybe' })).status).toBe(400)
  expect(await (await patch({ audioVideoReview: null })).json()).toMatchObject({
    audioVideoReview: null,
  })
  expect(region.faults.audioVideoReview).toBeUndefined()
})
