import { describe, expect, test } from 'vitest'
import { callServerApi, publish } from './api-client.ts'
import { temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

const chapter = (TimeOffset: unknown, Content = `Chapter ${TimeOffset}`) => ({
  TimeOffset,
  Content,
})

/** A file of two seconds. */
async function publishedFile() {
  const region = await temporaryRegion()
  const { fileId } = await publish(region.origin, tinyMp4())
  const modify = (parameters: object) =>
    callServerApi(region.origin, 'ModifyMediaInfo', { FileId: fileId, ...parameters })
  const stored = async () => {
    const query = { FileIds: [fileId], Filters: ['keyFrameDescInfo'] }
    const answer = await callServerApi(region.origin, 'DescribeMediaInfos', query)
    const [info] = answer.MediaInfoSet as { KeyFrameDescInfo?: { KeyFrameDescSet: object[] } }[]
    return info?.KeyFrameDescInfo?.KeyFrameDescSet
  }
  return { modify, stored }
}

test('ModifyMediaInfo adds chapters by time, replaces one at the same time, and deletes them', async () => {
  const { modify, stored } = await publishedFile()
  await modify({ AddKeyFrameDescs: [chapter(1), chapter(0)] })
  expect(await stored()).toEqual([chapter(0), chapter(1)])
  await modify({ AddKeyFrameDescs: [chapter(1, 'New')], DeleteKeyFrameDescs: [0] })
  expect(await stored()).toEqual([chapter(1, 'New')])
  await modify({ ClearKeyFrameDescs: 1 })
  expect(await stored()).toBeUndefined()
})

describe('ModifyMediaInfo rejects', () => {
  test.each([
    ['a title of more than 128 characters', { AddKeyFrameDescs: [chapter(0, 'a'.repeat(129))] }],
    ['no title', { AddKeyFrameDescs: [chapter(0, '')] }],
    ['a time after the end', { AddKeyFrameDescs: [chapter(3)] }],
    ['a negative time', { AddKeyFrameDescs: [chapter(-1)] }],
    ['a time twice', { AddKeyFrameDescs: [chapter(1), chapter(1)] }],
    ['to add and delete a time', { AddKeyFrameDescs: [chapter(1)], DeleteKeyFrameDescs: [1] }],
    ['to clear and to add', { AddKeyFrameDescs: [chapter(1)], ClearKeyFrameDescs: 1 }],
    [
      'more than 100 chapters',
      { AddKeyFrameDescs: Array.from({ length: 101 }, (_, index) => chapter(index / 100)) },
    ],
  ])('%s', async (_, parameters) => {
    const { modify } = await publishedFile()
    expect((await modify(parameters)).Error?.Code).toBe('InvalidParameterValue')
  })

  test('a time that is no number', async () => {
    const { modify } = await publishedFile()
    const answer = await modify({ AddKeyFrameDescs: [chapter('1')] })
    expect(answer.Error?.Code).toBe('InvalidParameter')
  })
})
