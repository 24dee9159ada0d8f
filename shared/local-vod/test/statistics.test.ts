import { expect, test } from 'vitest'
import { callServerApi, publish } from './api-client.ts'
import { temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

/** Noon in Beijing, so that no request is counted on another day. */
const noon = Date.parse('2026-06-15T12:00:00+08:00')
const day = '2026-06-15T00:00:00+08:00'
const nextDay = '2026-06-16T00:00:00+08:00'

async function regionAt(time: { now: number }) {
  const region = await temporaryRegion({ now: () => time.now })
  const call = (action: string, parameters: Record<string, unknown>) =>
    callServerApi(region.origin, action, parameters, { timestamp: Math.floor(time.now / 1000) })
  return { region, call }
}

const read = async (url: string, headers: Record<string, string> = {}) =>
  (await fetch(url, { headers })).arrayBuffer()

/** The signatures of uploads use the real clock, so the video is published before the region's clock is set. */
async function served() {
  const time = { now: Date.now() }
  const { region, call } = await regionAt(time)
  const content = tinyMp4()
  const { fileId, video } = await publish(region.origin, content)
  time.now = noon
  return { call, time, fileId, url: video.url, size: content.length }
}

test('counts plays and traffic of a media file as VOD does', async () => {
  const { call, time, fileId, url, size } = await served()
  await read(url)
  await read(url, { range: 'bytes=0-' })
  await read(url, { range: 'bytes=100-199' })
  await fetch(url, { method: 'HEAD' })
  time.now += 24 * 60 * 60 * 1000
  await read(url)
  const parameters = { FileId: fileId, StartTime: day, EndTime: nextDay, Interval: 'Day' }
  expect(await call('DescribeMediaPlayStatDetails', parameters)).toMatchObject({
    PlayStatInfoSet: [
      { Time: day, FileId: fileId, PlayTimes: 2, Traffic: size * 2 + 100 },
      { Time: nextDay, FileId: fileId, PlayTimes: 1, Traffic: size },
    ],
  })
})

test('counts by hour if the time span is below a day', async () => {
  const { call, fileId, url, size } = await served()
  await read(url)
  const times = { StartTime: '2026-06-15T03:00:00Z', EndTime: '2026-06-15T04:30:00Z' }
  const answer = await call('DescribeMediaPlayStatDetails', { FileId: fileId, ...times })
  expect(answer.PlayStatInfoSet).toEqual([
    { Time: '2026-06-15T11:00:00+08:00', FileId: fileId, PlayTimes: 0, Traffic: 0 },
    { Time: '2026-06-15T12:00:00+08:00', FileId: fileId, PlayTimes: 1, Traffic: size },
  ])
})

test('DescribeDailyMostPlayedStat sorts the media files of a day by a metric', async () => {
  const time = { now: Date.now() }
  const { region, call } = await regionAt(time)
  const small = await publish(region.origin, tinyMp4())
  const large = await publish(region.origin, tinyMp4({ mediaBytes: 100_000 }))
  time.now = noon
  await read(small.video.url)
  await read(small.video.url)
  await read(large.video.url)
  const idsBy = async (parameters: object) => {
    const answer = await call('DescribeDailyMostPlayedStat', { Date: day, ...parameters })
    return (answer.DailyPlayStatInfoSet as { FileId: string }[]).map(({ FileId }) => FileId)
  }
  expect(await idsBy({})).toEqual([large.fileId, small.fileId])
  expect(await idsBy({ Metric: 'PlayTimes' })).toEqual([small.fileId, large.fileId])
  expect(await idsBy({ Date: nextDay })).toEqual([])
  expect(await idsBy({ DomainName: 'other.example' })).toEqual([])
})

test('DescribeCDNUsageData returns traffic and peak bandwidth', async () => {
  const { call, url, size } = await served()
  await read(url)
  const times = { StartTime: day, EndTime: nextDay }
  expect(await call('DescribeCDNUsageData', { ...times, DataType: 'Flux' })).toMatchObject({
    DataInterval: 1440,
    Data: [
      { Time: day, Value: size },
      { Time: nextDay, Value: 0 },
    ],
  })
  const byHour = await call('DescribeCDNUsageData', {
    ...times,
    DataType: 'Bandwidth',
    DataInterval: 60,
  })
  expect(byHour.Data).toContainEqual({
    Time: '2026-06-15T12:00:00+08:00',
    Value: (size * 8) / 300,
  })
})

const times = { StartTime: day, EndTime: nextDay }
test.each<[string, Record<string, unknown>, string]>([
  ['DescribeMediaPlayStatDetails', times, 'InvalidParameterValue'],
  ['DescribeMediaPlayStatDetails', { FileId: '1', StartTime: day }, 'InvalidParameterValue'],
  [
    'DescribeMediaPlayStatDetails',
    { FileId: '1', StartTime: '2026-06-15', EndTime: nextDay },
    'InvalidParameterValue',
  ],
  [
    'DescribeMediaPlayStatDetails',
    { FileId: '1', StartTime: nextDay, EndTime: day },
    'InvalidParameterValue',
  ],
  [
    'DescribeMediaPlayStatDetails',
    { FileId: '1', StartTime: '2026-01-01T00:00:00Z', EndTime: nextDay },
    'InvalidParameterValue',
  ],
  [
    'DescribeMediaPlayStatDetails',
    { FileId: '1', StartTime: '2024-01-01T00:00:00Z', EndTime: '2024-01-02T00:00:00Z' },
    'InvalidParameterValue',
  ],
  [
    'DescribeMediaPlayStatDetails',
    { FileId: '1', StartTime: '2026-06-01T00:00:00Z', EndTime: nextDay, Interval: 'Hour' },
    'InvalidParameterValue',
  ],
  [
    'DescribeMediaPlayStatDetails',
    { FileId: '1', ...times, Interval: 'Week' },
    'InvalidParameterValue',
  ],
  ['DescribeMediaPlayStatDetails', { FileId: 1, ...times }, 'InvalidParameter'],
  ['DescribeDailyMostPlayedStat', {}, 'InvalidParameterValue'],
  ['DescribeDailyMostPlayedStat', { Date: day, Metric: 'Likes' }, 'InvalidParameterValue'],
  ['DescribeDailyMostPlayedStat', { Date: day, DomainName: 1 }, 'InvalidParameter'],
  ['DescribeCDNUsageData', times, 'InvalidParameterValue'],
  ['DescribeCDNUsageData', { ...times, DataType: 'Requests' }, 'InvalidParameterValue'],
  [
    'DescribeCDNUsageData',
    { ...times, DataType: 'Flux', DataInterval: 30 },
    'InvalidParameterValue',
  ],
  [
    'DescribeCDNUsageData',
    { StartTime: day, EndTime: day, DataType: 'Flux' },
    'InvalidParameterValue',
  ],
  [
    'DescribeCDNUsageData',
    { ...times, DataType: 'Flux', DomainNames: Array.from({ length: 21 }, String) },
    'InvalidParameterValue',
  ],
])('%s rejects %j with %s', async (action, parameters, code) => {
  const { call } = await regionAt({ now: noon })
  expect((await call(action, parameters)).Error?.Code).toBe(code)
})
