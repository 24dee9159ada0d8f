import { expect, test } from 'vitest'
import { callServerApi, publish } from './api-client.ts'
import { temporaryDirectory, temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status

test('ForbidMediaDistribution stops the delivery of media, and recover resumes it', async () => {
  const region = await temporaryRegion()
  const { fileId, video } = await publish(region.origin, tinyMp4())
  const other = await publish(region.origin, tinyMp4())
  const call = (Operation: string) =>
    callServerApi(region.origin, 'ForbidMediaDistribution', { FileIds: [fileId, '1'], Operation })
  const describe = () =>
    callServerApi(region.origin, 'DescribeMediaInfos', {
      FileIds: [fileId],
      Filters: ['basicInfo'],
    })

  expect(await call('forbid')).toMatchObject({ NotExistFileIdSet: ['1'] })
  expect(await statusOf(video.url)).toBe(403)
  expect(await statusOf(other.video.url)).toBe(200)
  expect(await describe()).toMatchObject({ MediaInfoSet: [{ BasicInfo: { Status: 'Forbidden' } }] })

  await call('recover')
  expect(await statusOf(video.url)).toBe(200)
  expect(await describe()).toMatchObject({ MediaInfoSet: [{ BasicInfo: { Status: 'Normal' } }] })
})

test('the CDN applies a change after its delay', async () => {
  let now = Date.now()
  const region = await temporaryRegion({ now: () => now })
  const { fileId, video } = await publish(region.origin, tinyMp4())
  region.faults.distributionDelayMs = 60_000
  const parameters = { FileIds: [fileId], Operation: 'forbid' }
  await callServerApi(region.origin, 'ForbidMediaDistribution', parameters)
  expect(await statusOf(video.url)).toBe(200)
  now += 60_000
  // A repeated call does not start the delay again.
  await callServerApi(region.origin, 'ForbidMediaDistribution', parameters)
  expect(await statusOf(video.url)).toBe(403)
})

test('media stay forbidden after a restart', async () => {
  const directory = await temporaryDirectory()
  const before = await temporaryRegion({ directory })
  const { fileId, video } = await publish(before.origin, tinyMp4())
  const parameters = { FileIds: [fileId], Operation: 'forbid' }
  await callServerApi(before.origin, 'ForbidMediaDistribution', parameters)
  await before.close()
  const region = await temporaryRegion({ directory })
  expect(await statusOf(region.origin + new URL(video.url).pathname)).toBe(403)
})

test.each([
  [{ Operation: 'forbid' }, 'InvalidParameterValue'],
  [{ FileIds: [], Operation: 'forbid' }, 'InvalidParameterValue'],
  [{ FileIds: '1', Operation: 'forbid' }, 'InvalidParameter'],
  [{ FileIds: ['1'] }, 'InvalidParameterValue'],
  [{ FileIds: ['1'], Operation: 'delete' }, 'InvalidParameterValue'],
  [{ FileIds: Array.from({ length: 21 }, String), Operation: 'forbid' }, 'InvalidParameterValue'],
])('ForbidMediaDistribution rejects %j with %s', async (parameters, code) => {
  const region = await temporaryRegion()
  const answer = await callServerApi(region.origin, 'ForbidMediaDistribution', parameters)
  expect(answer.Error?.Code).toBe(code)
})
