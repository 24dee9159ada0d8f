import type { Chapter } from '@reelferry/contract'
import * as v from 'valibot'
import type { Config } from '../config.ts'
import { MediaInfo, orAbsent, ProcedureTask } from './schemas.ts'
import { tc3Authorization } from './tc3.ts'
import { catchVodFailure, VodApiError } from './vod-api-error.ts'

const version = '2018-07-17'
const service = 'vod'
const contentType = 'application/json'
/** Longer than the slowest answer of VOD that was measured, and shorter than a person waits for a poll. */
const timeoutMs = 8000
/** Pause after VOD refused a call because of its rate limit. */
const rateLimitPauseMs = 5000

/** The configuration that calls to VOD's server API need. */
export type VodAccount = Pick<
  Config,
  'VOD_SECRET_ID' | 'VOD_SECRET_KEY' | 'VOD_SUB_APP_ID' | 'VOD_API_ENDPOINT'
>

/** MediaSubtitleInput of ModifyMediaInfo. `Content` is base64. */
export interface SubtitleInput {
  Id: string
  Name: string
  Language: string
  Format: 'vtt'
  Content: string
}

/** The rate limit for calls to VOD: the interface of Cloudflare's rate limits. */
export interface Budget {
  limit: (call: { key: string }) => Promise<{ success: boolean }>
}

/** A change of the chapters of a medium. `removed`: times in seconds. */
export interface ChapterChange {
  added: readonly Chapter[]
  removed: readonly number[]
}

const ErrorAnswer = v.object({ Error: v.object({ Code: v.string() }) })

const MediaInfos = v.object({
  MediaInfoSet: v.array(MediaInfo),
  NotExistFileIdSet: orAbsent(v.array(v.string())),
})

const TaskDetail = v.object({
  TaskType: v.string(),
  Status: v.string(),
  ProcedureTask: orAbsent(ProcedureTask),
  /** ISO 8601; empty while the task runs. */
  FinishTime: orAbsent(v.string()),
})

const Tasks = v.object({
  TaskSet: v.array(v.object({ TaskId: v.string(), TaskType: v.string() })),
})

const PulledEvents = v.object({
  EventSet: orAbsent(v.array(v.looseObject({ EventHandle: v.string() }))),
})
type PulledEvent = v.InferOutput<typeof PulledEvents.entries.EventSet.wrapped>[number]

const OnOff = v.picklist(['ON', 'OFF'])

/** How VOD delivers events. VOD's answer never contains the SignKey. */
const EventConfig = v.object({
  Mode: v.picklist(['PUSH', 'PULL']),
  NotificationUrl: orAbsent(v.string()),
  UploadMediaCompleteEventSwitch: OnOff,
  DeleteMediaCompleteEventSwitch: OnOff,
})
export type EventConfig = v.InferOutput<typeof EventConfig>

const ProcedureTemplates = v.object({
  ProcedureTemplateSet: orAbsent(v.array(v.object({ Name: v.string() }))),
})

const Plays = {
  FileId: orAbsent(v.string()),
  PlayTimes: orAbsent(v.number()),
  Traffic: orAbsent(v.number()),
}
const PlayStats = v.object({
  PlayStatInfoSet: orAbsent(v.array(v.object({ Time: orAbsent(v.string()), ...Plays }))),
})
const DailyPlayStats = v.object({ DailyPlayStatInfoSet: orAbsent(v.array(v.object(Plays))) })
const UsageData = v.object({
  Data: orAbsent(v.array(v.object({ Time: orAbsent(v.string()), Value: orAbsent(v.number()) }))),
})

const Acknowledgement = v.object({ RequestId: v.string() })

const mediaFilters = [
  'basicInfo',
  'metaData',
  'transcodeInfo',
  'adaptiveDynamicStreamingInfo',
  'imageSpriteInfo',
  'keyFrameDescInfo',
  'subtitleInfo',
  'reviewInfo',
]

const isNotFound = ({ code }: VodApiError) => /^(ResourceNotFound|Invalid)/.test(code)

/** Resolves to `undefined` if VOD answers that the resource does not exist. Other errors are thrown. */
const unlessNotFound = <T>(operation: () => Promise<T>): Promise<T | undefined> =>
  catchVodFailure(operation, (error) => {
    if (isNotFound(error)) return undefined
    throw error
  })

/** Client of VOD's server API (product/266/31756). Every method throws {@link VodApiError}. */
export class VodClient {
  readonly #account: VodAccount
  readonly #budget: Budget | undefined
  /** Unix ms. No calls until then: VOD's rate limit was exceeded. */
  #pausedUntil = 0

  constructor(account: VodAccount, budget?: Budget) {
    this.#account = account
    this.#budget = budget
  }

  /** A medium, or `undefined` if VOD has none of this id. */
  async describeMedia(fileId: string): Promise<MediaInfo | undefined> {
    const query = { FileIds: [fileId], Filters: mediaFilters }
    const answer = await this.#call('DescribeMediaInfos', query, MediaInfos)
    return answer.MediaInfoSet.find((media) => media.FileId === fileId)
  }

  /** A task flow, or `undefined` if the task is of another kind. VOD keeps tasks for three days. */
  async describeProcedure(
    taskId: string,
  ): Promise<(ProcedureTask & { finishedAt: number | undefined }) | undefined> {
    const answer = await unlessNotFound(() =>
      this.#call('DescribeTaskDetail', { TaskId: taskId }, TaskDetail),
    )
    if (!answer?.ProcedureTask) return undefined
    const finishedAt = Date.parse(answer.FinishTime ?? '')
    return {
      ...answer.ProcedureTask,
      finishedAt: Number.isNaN(finishedAt) ? undefined : finishedAt,
    }
  }

  /**
   * The id of the latest task flow of a file, or `undefined` if there was none within 72 hours (DescribeTasks,
   * product/266/33430).
   */
  async findProcedure(fileId: string): Promise<string | undefined> {
    const query = { FileId: fileId, Sort: { Field: 'CreateTime', Order: 'Desc' } }
    const answer = await unlessNotFound(() => this.#call('DescribeTasks', query, Tasks))
    return answer?.TaskSet.find((task) => task.TaskType === 'Procedure')?.TaskId
  }

  /** At most 50 media published since `since` (unix ms), newest first (SearchMedia, product/266/31813). */
  async searchMedia(since: number): Promise<MediaInfo[]> {
    const query = {
      CreateTime: { After: new Date(since).toISOString().replace(/\.\d+Z$/, 'Z') },
      Sort: { Field: 'CreateTime', Order: 'Desc' },
      Limit: 50,
      Filters: ['basicInfo'],
    }
    return (await this.#call('SearchMedia', query, MediaInfos)).MediaInfoSet
  }

  /** At most 16 events of VOD's queue (PULL mode). VOD waits some seconds before it answers that there are none. */
  async pullEvents(): Promise<PulledEvent[]> {
    return catchVodFailure(
      async () => (await this.#call('PullEvents', {}, PulledEvents)).EventSet ?? [],
      (error) => {
        // The queue is empty.
        if (error.code.startsWith('ResourceNotFound')) return []
        throw error
      },
    )
  }

  /** Removes events from VOD's queue. VOD delivers an event again that is not confirmed within 30 s. */
  async confirmEvents(handles: string[]): Promise<void> {
    if (handles.length === 0) return
    await this.#call('ConfirmEvents', { EventHandles: handles }, v.object({}))
  }

  /** Deletes a medium with its renditions. A medium that does not exist counts as deleted. */
  async deleteMedia(fileId: string): Promise<void> {
    await unlessNotFound(() => this.#call('DeleteMedia', { FileId: fileId }, Acknowledgement))
  }

  /**
   * Adds and deletes subtitles of a medium (ModifyMediaInfo, product/266/31762). Ids have at most 16 characters and must
   * be new.
   */
  async changeSubtitles(
    fileId: string,
    change: { AddSubtitles?: SubtitleInput[]; DeleteSubtitleIds?: string[] },
  ): Promise<void> {
    await this.#call('ModifyMediaInfo', { FileId: fileId, ...change }, Acknowledgement)
  }

  /**
   * Adds chapters to a medium and removes those at other times (ModifyMediaInfo, product/266/31762). A chapter replaces
   * the one at the same time.
   */
  async changeChapters(fileId: string, { added, removed }: ChapterChange): Promise<void> {
    const change = {
      ...(added.length > 0 && {
        AddKeyFrameDescs: added.map(({ start, title }) => ({ TimeOffset: start, Content: title })),
      }),
      ...(removed.length > 0 && { DeleteKeyFrameDescs: removed }),
    }
    await this.#call('ModifyMediaInfo', { FileId: fileId, ...change }, Acknowledgement)
  }

  /** Adds subtitles to an adaptive stream, or removes them (AttachMediaSubtitles, product/266/98434). */
  async attachSubtitles(
    fileId: string,
    attachment: {
      Operation: 'Attach' | 'Detach'
      AdaptiveDynamicStreamingDefinition: number
      SubtitleIds: string[]
      DefaultSubtitleId?: string
    },
  ): Promise<void> {
    await this.#call('AttachMediaSubtitles', { FileId: fileId, ...attachment }, Acknowledgement)
  }

  /**
   * Stops (`forbid`) or resumes (`recover`) the delivery of up to 20 media, which takes VOD 5 to 10 minutes
   * (ForbidMediaDistribution, product/266/40636). Ignores media that do not exist.
   */
  async setDistribution(fileIds: string[], operation: 'forbid' | 'recover'): Promise<void> {
    const query = { FileIds: fileIds, Operation: operation }
    await this.#call('ForbidMediaDistribution', query, Acknowledgement)
  }

  /**
   * Plays and traffic of a medium by day (DescribeMediaPlayStatDetails, product/266/71555). Times in VOD's ISO format, at
   * most 90 days apart and at most one year ago; the day of the end is included.
   */
  async describePlays(fileId: string, StartTime: string, EndTime: string) {
    const query = { FileId: fileId, StartTime, EndTime, Interval: 'Day' }
    return (
      (await this.#call('DescribeMediaPlayStatDetails', query, PlayStats)).PlayStatInfoSet ?? []
    )
  }

  /** The 100 most played media of a day (DescribeDailyMostPlayedStat, product/266/53311). */
  async describeMostPlayed(day: string) {
    const query = { Date: day, Metric: 'PlayTimes' }
    const answer = await this.#call('DescribeDailyMostPlayedStat', query, DailyPlayStats)
    return answer.DailyPlayStatInfoSet ?? []
  }

  /** Traffic of the CDN by day, bytes (DescribeCDNUsageData, product/266/35289). Times as in {@link describePlays}. */
  async describeTraffic(StartTime: string, EndTime: string) {
    const query = { StartTime, EndTime, DataType: 'Flux', DataInterval: 1440 }
    return (await this.#call('DescribeCDNUsageData', query, UsageData)).Data ?? []
  }

  /** How the application delivers its events (DescribeEventConfig, product/266/55244). */
  async describeEventConfig(): Promise<EventConfig> {
    return this.#call('DescribeEventConfig', {}, EventConfig)
  }

  /**
   * Changes how the application delivers its events (ModifyEventConfig, product/266/55243). Absent members do not
   * change. An empty NotificationUrl stops webhooks.
   */
  async modifyEventConfig(change: Partial<EventConfig> & { SignKey?: string }): Promise<void> {
    await this.#call('ModifyEventConfig', change, Acknowledgement)
  }

  /**
   * Whether the application has a task flow of this name, its own or a preset of VOD (DescribeProcedureTemplates,
   * product/266/34147).
   */
  async hasProcedure(name: string): Promise<boolean> {
    const query = { Names: [name] }
    const answer = await this.#call('DescribeProcedureTemplates', query, ProcedureTemplates)
    return answer.ProcedureTemplateSet?.some((template) => template.Name === name) ?? false
  }

  async #call<const S extends v.GenericSchema>(
    action: string,
    parameters: object,
    schema: S,
  ): Promise<v.InferOutput<S>> {
    await this.#spendBudget(action)
    const answer = await this.#send(action, parameters)
    const failure = v.safeParse(v.object({ Response: ErrorAnswer }), answer)
    if (failure.success) {
      const { Code } = failure.output.Response.Error
      if (Code.startsWith('RequestLimitExceeded')) this.#pausedUntil = Date.now() + rateLimitPauseMs
      throw new VodApiError(Code)
    }
    const result = v.safeParse(v.object({ Response: schema }), answer)
    if (!result.success) throw new VodApiError('UnexpectedAnswer')
    return result.output.Response
  }

  /**
   * Takes one call from this location's budget. VOD refuses more than 100 calls a second of one kind (product/266,
   * "rate limit" of each call), counted over everything that uses the account.
   * @throws VodApiError `BudgetSpent`; a later poll or cron run repeats the call
   */
  async #spendBudget(action: string): Promise<void> {
    if (Date.now() < this.#pausedUntil) throw new VodApiError('BudgetSpent')
    const result = await this.#budget?.limit({ key: action })
    if (result?.success === false) throw new VodApiError('BudgetSpent')
  }

  async #send(action: string, parameters: object): Promise<unknown> {
    const { VOD_SECRET_ID, VOD_SECRET_KEY, VOD_SUB_APP_ID, VOD_API_ENDPOINT } = this.#account
    const endpoint = new URL(VOD_API_ENDPOINT ?? 'https://vod.tencentcloudapi.com/')
    const timestamp = Math.floor(Date.now() / 1000)
    const body = JSON.stringify({
      ...parameters,
      ...(VOD_SUB_APP_ID && { SubAppId: VOD_SUB_APP_ID }),
    })
    const authorization = await tc3Authorization({
      secretId: VOD_SECRET_ID,
      secretKey: VOD_SECRET_KEY,
      service,
      host: endpoint.host,
      method: 'POST',
      query: '',
      contentType,
      body,
      timestamp,
    })
    try {
      const response = await fetch(new URL('/', endpoint), {
        method: 'POST',
        headers: {
          authorization,
          'content-type': contentType,
          'x-tc-action': action,
          'x-tc-version': version,
          'x-tc-timestamp': String(timestamp),
        },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      })
      return await response.json()
    } catch (cause) {
      throw new VodApiError('Unreachable', { cause })
    }
  }
}
