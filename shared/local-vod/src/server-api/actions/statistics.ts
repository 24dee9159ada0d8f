import type { Clock } from '../../clock.ts'
import { beijingTime, dayMs, hourMs, intervalStart, intervalStarts } from '../../statistics/days.ts'
import { bandwidthOf, type Statistics } from '../../statistics/statistics.ts'
import { invalidValue, ServerApiError } from '../errors.ts'
import { choice, requiredString, strings, type Parameters } from '../parameters.ts'

interface Deps {
  statistics: Statistics
  now: Clock
  /** Host name of media URLs. */
  mediaHost: string
}

/** Statistics are available for one year, and one call covers at most 90 days, or 7 days by hour. */
const retentionMs = 365 * dayMs
const maxSpanMs = 90 * dayMs
const maxHourlySpanMs = 7 * dayMs
const maxTopFiles = 100

/** A required time in the ISO format of VOD (product/266/11732): with seconds and a time zone, without fraction. */
function time(parameters: Parameters, name: string, now: number): number {
  const text = requiredString(parameters, name)
  const parsed = Date.parse(text)
  const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(text)
  if (!isIso || Number.isNaN(parsed)) throw invalidValue(`${name} must be an ISO date.`)
  if (now - parsed > retentionMs + dayMs) throw invalidValue(`${name} is more than one year ago.`)
  return parsed
}

function range(parameters: Parameters, now: number): { start: number; end: number } {
  const start = time(parameters, 'StartTime', now)
  const end = time(parameters, 'EndTime', now)
  if (end < start) throw invalidValue('EndTime is before StartTime.')
  if (end - start > maxSpanMs) throw invalidValue('The time span is more than 90 days.')
  return { start, end }
}

/** DescribeMediaPlayStatDetails (product/266/71555): plays and traffic of a media file by hour or day. */
export function describeMediaPlayStatDetails(
  parameters: Parameters,
  { statistics, now }: Deps,
): object {
  const FileId = requiredString(parameters, 'FileId')
  const { start, end } = range(parameters, now())
  const interval =
    choice(parameters, 'Interval', ['Hour', 'Day'] as const) ??
    (end - start < dayMs ? 'Hour' : 'Day')
  if (interval === 'Hour' && end - start > maxHourlySpanMs)
    throw invalidValue('The time span is more than 7 days.')
  const lengthMs = interval === 'Hour' ? hourMs : dayMs
  return {
    PlayStatInfoSet: intervalStarts(start, end, lengthMs).map((from) => {
      const { plays = 0, traffic = 0 } = statistics.playsOfFiles(from, lengthMs).get(FileId) ?? {}
      return { Time: beijingTime(from), FileId, PlayTimes: plays, Traffic: traffic }
    }),
  }
}

/** DescribeDailyMostPlayedStat (product/266/53311): the 100 media files with most plays or traffic of one day. */
export function describeDailyMostPlayedStat(
  parameters: Parameters,
  { statistics, now, mediaHost }: Deps,
): object {
  const day = intervalStart(time(parameters, 'Date', now()), dayMs)
  const metric = choice(parameters, 'Metric', ['Traffic', 'PlayTimes'] as const) ?? 'Traffic'
  const { DomainName } = parameters
  if (DomainName !== undefined) requiredString(parameters, 'DomainName')
  const isServed = DomainName === undefined || DomainName === mediaHost
  const files = isServed ? [...statistics.playsOfFiles(day, dayMs)] : []
  return {
    DailyPlayStatInfoSet: files
      .map(([FileId, { plays, traffic }]) => ({
        Date: beijingTime(day),
        FileId,
        PlayTimes: plays,
        Traffic: traffic,
      }))
      .toSorted((a, b) => b[metric] - a[metric])
      .slice(0, maxTopFiles),
  }
}

/** DescribeCDNUsageData (product/266/35289): traffic or bandwidth of the CDN. */
export function describeCdnUsageData(
  parameters: Parameters,
  { statistics, now, mediaHost }: Deps,
): object {
  const { start, end } = range(parameters, now())
  if (end === start) throw invalidValue('EndTime must be after StartTime.')
  const dataType = choice(parameters, 'DataType', ['Flux', 'Bandwidth'] as const)
  if (!dataType) throw invalidValue('DataType is required.')
  const { DataInterval = 1440 } = parameters
  if (!Number.isSafeInteger(DataInterval))
    throw new ServerApiError('InvalidParameter', 'DataInterval must be an integer.')
  const minutes = [5, 60, 1440].find((allowed) => allowed === DataInterval)
  if (minutes === undefined) throw invalidValue('DataInterval must be 5, 60 or 1440.')
  const domains = strings(parameters, 'DomainNames', 20)
  const isServed = domains.length === 0 || domains.includes(mediaHost)
  const lengthMs = minutes * 60 * 1000
  return {
    DataInterval: minutes,
    Data: intervalStarts(start, end, lengthMs).map((from) => {
      const usage = isServed ? statistics.usage(from, lengthMs) : []
      const flux = usage.reduce((sum, bytes) => sum + bytes, 0)
      const Value = dataType === 'Flux' ? flux : Math.max(0, ...usage.map(bandwidthOf))
      return { Time: beijingTime(from), Value }
    }),
  }
}
