import * as v from 'valibot'
import type { Config } from '../config.ts'
import { tc3Authorization } from './tc3.ts'

/** VOD's server API cannot be reached, or answers with an error. `code` is VOD's own. */
export class VodApiError extends Error {
  override name = 'VodApiError'
  readonly code: string
  constructor(code: string, options?: ErrorOptions) {
    super(`VOD API: ${code}`, options)
    this.code = code
  }
}

const orAbsent = <const S extends v.GenericSchema>(schema: S) => v.nullish(schema)

const Suggestion = v.picklist(['pass', 'review', 'block'])

/** AdaptiveDynamicStreamingInfoItem: one adaptive rendition, with all its rungs. */
const AdaptiveStream = v.object({
  Url: orAbsent(v.string()),
  /** `HLS`, `MPEG-DASH`. */
  Package: orAbsent(v.string()),
  /** `''` where nothing is encrypted. */
  DrmType: orAbsent(v.string()),
})

/** One element of MediaInfoSet (DescribeMediaInfos, product/266/31763), as far as it is used here. */
const MediaInfo = v.object({
  FileId: v.string(),
  BasicInfo: v.object({
    MediaUrl: orAbsent(v.string()),
    CoverUrl: orAbsent(v.string()),
    Type: orAbsent(v.string()),
    Status: orAbsent(v.string()),
    SourceInfo: orAbsent(v.object({ SourceContext: orAbsent(v.string()) })),
  }),
  MetaData: orAbsent(
    v.object({
      Duration: orAbsent(v.number()),
      Width: orAbsent(v.number()),
      Height: orAbsent(v.number()),
      Rotate: orAbsent(v.number()),
    }),
  ),
  AdaptiveDynamicStreamingInfo: orAbsent(
    v.object({ AdaptiveDynamicStreamingSet: orAbsent(v.array(AdaptiveStream)) }),
  ),
  SubtitleInfo: orAbsent(
    v.object({
      SubtitleSet: orAbsent(
        v.array(
          v.object({
            Name: orAbsent(v.string()),
            Language: orAbsent(v.string()),
            Format: orAbsent(v.string()),
            Url: orAbsent(v.string()),
          }),
        ),
      ),
    }),
  ),
  ReviewInfo: orAbsent(
    v.object({ MediaReviewInfo: orAbsent(v.object({ Suggestion: orAbsent(Suggestion) })) }),
  ),
  TranscodeInfo: orAbsent(
    v.object({
      TranscodeSet: orAbsent(
        v.array(
          v.object({
            Definition: orAbsent(v.number()),
            Url: orAbsent(v.string()),
            Height: orAbsent(v.number()),
          }),
        ),
      ),
    }),
  ),
})
export type AdaptiveStream = v.InferOutput<typeof AdaptiveStream>
export type MediaInfo = v.InferOutput<typeof MediaInfo>

const taskState = {
  Status: v.string(),
  ErrCodeExt: orAbsent(v.string()),
  ErrCode: orAbsent(v.number()),
}

const AdaptiveTask = v.object({ ...taskState, Output: orAbsent(AdaptiveStream) })

const SubTask = v.object({
  ...taskState,
  Output: orAbsent(
    v.looseObject({
      Url: orAbsent(v.string()),
      Height: orAbsent(v.number()),
      CoverUrl: orAbsent(v.string()),
    }),
  ),
})

const ReviewTask = v.object({
  Status: orAbsent(v.string()),
  Output: orAbsent(v.object({ Suggestion: orAbsent(Suggestion) })),
})

/** ProcedureTask of DescribeTaskDetail (product/266/33431), as far as it is used here. */
const ProcedureTask = v.object({
  TaskId: v.string(),
  Status: v.picklist(['PROCESSING', 'FINISH']),
  FileId: v.string(),
  SessionContext: orAbsent(v.string()),
  MediaProcessResultSet: orAbsent(
    v.array(
      v.object({
        Type: v.string(),
        TranscodeTask: orAbsent(SubTask),
        AdaptiveDynamicStreamingTask: orAbsent(AdaptiveTask),
        CoverBySnapshotTask: orAbsent(SubTask),
      }),
    ),
  ),
  // Each element holds its result under a name of its own kind: PornTask, TerrorismTask, …
  AiContentReviewResultSet: orAbsent(
    v.array(v.objectWithRest({ Type: v.string() }, orAbsent(v.union([ReviewTask, v.unknown()])))),
  ),
})
export type ProcedureTask = v.InferOutput<typeof ProcedureTask>

const Failure = v.object({ Error: v.object({ Code: v.string() }) })

const MediaInfos = v.object({
  MediaInfoSet: v.array(MediaInfo),
  NotExistFileIdSet: orAbsent(v.array(v.string())),
})

const TaskDetail = v.object({
  TaskType: v.string(),
  Status: v.string(),
  ProcedureTask: orAbsent(ProcedureTask),
})

const version = '2018-07-17'
const service = 'vod'
const contentType = 'application/json'
/** Longer than VOD ever took in the field, shorter than a poll that a person waits for. */
const timeoutMs = 8000

/** What of the configuration a call to VOD's server API needs. */
export type VodAccount = Pick<
  Config,
  'VOD_SECRET_ID' | 'VOD_SECRET_KEY' | 'VOD_SUB_APP_ID' | 'VOD_API_ENDPOINT' | 'VOD_BUDGET'
>

/** Unix ms until which VOD is not asked: it said that it was asked too often. */
const quietUntil = new WeakMap<VodAccount, number>()
const quietMs = 5000

/**
 * Takes one call off the budget of this location. VOD refuses more than 100 a second of one kind (product/266,
 * "rate limit" of each call), for all that share the account.
 * @throws VodApiError `BudgetSpent`; what is not asked now is asked by a later poll, or the cron trigger
 */
async function spend(config: VodAccount, action: string): Promise<void> {
  if (Date.now() < (quietUntil.get(config) ?? 0)) throw new VodApiError('BudgetSpent')
  const left = await config.VOD_BUDGET?.limit({ key: action })
  if (left?.success === false) throw new VodApiError('BudgetSpent')
}

async function call<const S extends v.GenericSchema>(
  config: VodAccount,
  action: string,
  parameters: object,
  schema: S,
): Promise<v.InferOutput<S>> {
  await spend(config, action)
  const endpoint = new URL(config.VOD_API_ENDPOINT ?? 'https://vod.tencentcloudapi.com/')
  const timestamp = Math.floor(Date.now() / 1000)
  const body = JSON.stringify({
    ...parameters,
    ...(config.VOD_SUB_APP_ID && { SubAppId: config.VOD_SUB_APP_ID }),
  })
  const authorization = await tc3Authorization({
    secretId: config.VOD_SECRET_ID,
    secretKey: config.VOD_SECRET_KEY,
    service,
    host: endpoint.host,
    method: 'POST',
    query: '',
    contentType,
    body,
    timestamp,
  })
  let answer: unknown
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
    answer = await response.json()
  } catch (cause) {
    throw new VodApiError('Unreachable', { cause })
  }
  const result = v.safeParse(v.object({ Response: v.union([Failure, schema]) }), answer)
  if (!result.success) throw new VodApiError('UnexpectedAnswer')
  const failure = v.safeParse(Failure, result.output.Response)
  if (failure.success) {
    const { Code } = failure.output.Error
    if (Code.startsWith('RequestLimitExceeded')) quietUntil.set(config, Date.now() + quietMs)
    throw new VodApiError(Code)
  }
  return result.output.Response as v.InferOutput<S>
}

/** `undefined` where VOD answers that there is no such thing; a VOD out of reach is still an error. */
async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof VodApiError && /^(ResourceNotFound|Invalid)/.test(error.code))
      return undefined
    throw error
  }
}

const mediaFilters = [
  'basicInfo',
  'metaData',
  'transcodeInfo',
  'adaptiveDynamicStreamingInfo',
  'subtitleInfo',
  'reviewInfo',
]

/**
 * What VOD knows of one medium, or `undefined` if it knows none of that id.
 * @throws VodApiError
 */
export async function describeMedia(
  config: Config,
  fileId: string,
): Promise<MediaInfo | undefined> {
  const answer = await call(
    config,
    'DescribeMediaInfos',
    { FileIds: [fileId], Filters: mediaFilters },
    MediaInfos,
  )
  return answer.MediaInfoSet.find((media) => media.FileId === fileId)
}

/**
 * The state of a task flow, or `undefined` where the task is of another kind. VOD keeps three days.
 * @throws VodApiError
 */
export async function describeProcedure(
  config: Config,
  taskId: string,
): Promise<ProcedureTask | undefined> {
  const answer = await unlessRefused(
    call(config, 'DescribeTaskDetail', { TaskId: taskId }, TaskDetail),
  )
  return answer?.ProcedureTask ?? undefined
}

const Tasks = v.object({
  TaskSet: v.array(v.object({ TaskId: v.string(), TaskType: v.string() })),
})

/**
 * The id of the task flow last run on a file, or `undefined` if there was none in the 72 hours VOD
 * looks back (DescribeTasks, product/266/33430).
 * @throws VodApiError
 */
export async function findProcedure(config: Config, fileId: string): Promise<string | undefined> {
  const query = { FileId: fileId, Sort: { Field: 'CreateTime', Order: 'Desc' } }
  const answer = await unlessRefused(call(config, 'DescribeTasks', query, Tasks))
  return answer?.TaskSet.find((task) => task.TaskType === 'Procedure')?.TaskId
}

/**
 * What has been published since `since` (unix ms), newest first: 50 at most (SearchMedia,
 * product/266/31813).
 * @throws VodApiError
 */
export async function searchMedia(config: Config, since: number): Promise<MediaInfo[]> {
  const query = {
    CreateTime: { After: new Date(since).toISOString().replace(/\.\d+Z$/, 'Z') },
    Sort: { Field: 'CreateTime', Order: 'Desc' },
    Limit: 50,
    Filters: ['basicInfo'],
  }
  const answer = await call(config, 'SearchMedia', query, MediaInfos)
  return answer.MediaInfoSet
}

const PulledEvents = v.object({
  EventSet: orAbsent(v.array(v.looseObject({ EventHandle: v.string() }))),
})

/**
 * Up to 16 events that wait at VOD in its PULL mode; an empty list after some seconds without any.
 * @throws VodApiError
 */
export async function pullEvents(
  config: Config,
): Promise<v.InferOutput<typeof PulledEvents.entries.EventSet.wrapped>> {
  try {
    return (await call(config, 'PullEvents', {}, PulledEvents)).EventSet ?? []
  } catch (error) {
    // VOD's way of saying that nothing waits.
    if (error instanceof VodApiError && error.code.startsWith('ResourceNotFound')) return []
    throw error
  }
}

/**
 * Tells VOD that these events need not come again; within 30 s of being pulled.
 * @throws VodApiError
 */
export async function confirmEvents(config: Config, handles: string[]): Promise<void> {
  if (handles.length === 0) return
  await call(config, 'ConfirmEvents', { EventHandles: handles }, v.object({}))
}

/**
 * Deletes a medium with all its renditions. One that does not exist any more counts as deleted.
 * @throws VodApiError
 */
export async function deleteMedia(config: Config, fileId: string): Promise<void> {
  await unlessRefused(
    call(config, 'DeleteMedia', { FileId: fileId }, v.object({ RequestId: v.string() })),
  )
}

const OnOff = v.picklist(['ON', 'OFF'])

/** Where and how VOD tells of events. It never tells the SignKey. */
const EventConfig = v.object({
  Mode: v.picklist(['PUSH', 'PULL']),
  NotificationUrl: orAbsent(v.string()),
  UploadMediaCompleteEventSwitch: OnOff,
  DeleteMediaCompleteEventSwitch: OnOff,
})
export type EventConfig = v.InferOutput<typeof EventConfig>

/**
 * How the application tells of its events (DescribeEventConfig, product/266/55244).
 * @throws VodApiError
 */
export async function describeEventConfig(account: VodAccount): Promise<EventConfig> {
  return call(account, 'DescribeEventConfig', {}, EventConfig)
}

/**
 * Changes how the application tells of its events; what is not named stays (ModifyEventConfig,
 * product/266/55243). An empty NotificationUrl stops notifications.
 * @throws VodApiError
 */
export async function modifyEventConfig(
  account: VodAccount,
  change: Partial<EventConfig> & { SignKey?: string },
): Promise<void> {
  await call(account, 'ModifyEventConfig', change, v.object({ RequestId: v.string() }))
}

const ProcedureTemplates = v.object({
  ProcedureTemplateSet: orAbsent(v.array(v.object({ Name: v.string() }))),
})

/**
 * Whether the application has a task flow of this name, of its own or of VOD's presets
 * (DescribeProcedureTemplates, product/266/34147).
 * @throws VodApiError
 */
export async function hasProcedure(account: VodAccount, name: string): Promise<boolean> {
  const query = { Names: [name] }
  const answer = await call(account, 'DescribeProcedureTemplates', query, ProcedureTemplates)
  return answer.ProcedureTemplateSet?.some((template) => template.Name === name) ?? false
}
