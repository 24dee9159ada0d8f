import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isOwnApplication, type Account } from '../account.ts'
import type { Clock } from '../clock.ts'
import { parseObject, readBody } from '../http/body.ts'
import { json, type Reply } from '../http/reply.ts'
import type { Catalogue } from '../media/catalogue.ts'
import type { Publisher } from '../media/publisher.ts'
import type { EventSettings } from '../notifications/event-config.ts'
import type { EventQueue } from '../notifications/queue.ts'
import type { Statistics } from '../statistics/statistics.ts'
import type { ObjectStore } from '../storage/objects.ts'
import type { TaskFlows } from '../tasks/flows.ts'
import type { Reviews } from '../tasks/reviews.ts'
import { attachMediaSubtitles } from './actions/attach-media-subtitles.ts'
import { deleteMedia } from './actions/delete-media.ts'
import { describeMediaInfos } from './actions/describe-media-infos.ts'
import { describeProcedureTemplates } from './actions/describe-procedure-templates.ts'
import { describeTasks } from './actions/describe-tasks.ts'
import { describeTaskDetail } from './actions/describe-task-detail.ts'
import { describeEventConfig, modifyEventConfig } from './actions/event-config.ts'
import { forbidMediaDistribution } from './actions/forbid-media-distribution.ts'
import { modifyMediaInfo } from './actions/modify-media-info.ts'
import { confirmEvents, pullEvents } from './actions/pull-events.ts'
import { reviewAudioVideo } from './actions/review-audio-video.ts'
import { searchMedia } from './actions/search-media.ts'
import {
  describeCdnUsageData,
  describeDailyMostPlayedStat,
  describeMediaPlayStatDetails,
} from './actions/statistics.ts'
import { ServerApiError } from './errors.ts'
import type { Parameters } from './parameters.ts'
import { verifyTc3 } from './tc3.ts'

const bodyLimit = 1024 * 1024
const version = '2018-07-17'

export interface ServerApiDeps {
  account: Account
  catalogue: Catalogue
  objects: ObjectStore
  publisher: Publisher
  flows: TaskFlows
  reviews: Reviews
  settings: EventSettings
  queue: EventQueue
  statistics: Statistics
  /** Host name of media URLs. */
  mediaHost: string
  now: Clock
}

/** `POST /` with `X-TC-Action`, host vod.tencentcloudapi.com. Every response has status 200 and a `Response` member. */
export async function serverApi(
  request: IncomingMessage,
  url: URL,
  deps: ServerApiDeps,
): Promise<Reply> {
  const RequestId = randomUUID()
  try {
    const body = await readBody(request, bodyLimit)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const signed = { method: request.method ?? '', query: url.search.slice(1), headers, body }
    verifyTc3(signed, deps.account, deps.now())
    if (headers['x-tc-version'] !== version)
      throw new ServerApiError('NoSuchVersion', 'The API version does not exist.')
    const parameters = parseObject(body.toString('utf8'))
    if (!parameters) throw new ServerApiError('InvalidParameter', 'The body must be JSON.')
    const result = await perform(headers['x-tc-action'] ?? '', parameters, deps)
    return json({ Response: { ...result, RequestId } })
  } catch (error) {
    if (!(error instanceof ServerApiError)) throw error
    const { code: Code, message: Message } = error
    return json({ Response: { Error: { Code, Message }, RequestId } })
  }
}

async function perform(
  action: string,
  parameters: Parameters,
  deps: ServerApiDeps,
): Promise<object> {
  requireOwnApplication(parameters, deps.account)
  const { settings, publisher } = deps
  switch (action) {
    case 'DescribeMediaInfos':
      return describeMediaInfos(parameters, { ...deps, url: publisher.url })
    case 'DescribeTaskDetail':
      return describeTaskDetail(parameters, { ...deps, url: publisher.url, now: deps.now() })
    case 'DescribeTasks':
      return describeTasks(parameters, { ...deps, now: deps.now() })
    case 'DescribeProcedureTemplates':
      return describeProcedureTemplates(parameters)
    case 'SearchMedia':
      return searchMedia(parameters, { ...deps, url: publisher.url })
    case 'ReviewAudioVideo':
      return reviewAudioVideo(parameters, deps)
    case 'ModifyMediaInfo':
      return await modifyMediaInfo(parameters, { ...deps, url: publisher.url })
    case 'AttachMediaSubtitles':
      return await attachMediaSubtitles(parameters, { ...deps, url: publisher.url })
    case 'DeleteMedia':
      return await deleteMedia(parameters, deps)
    case 'ForbidMediaDistribution':
      return forbidMediaDistribution(parameters, deps)
    case 'DescribeMediaPlayStatDetails':
      return describeMediaPlayStatDetails(parameters, deps)
    case 'DescribeDailyMostPlayedStat':
      return describeDailyMostPlayedStat(parameters, deps)
    case 'DescribeCDNUsageData':
      return describeCdnUsageData(parameters, deps)
    case 'ModifyEventConfig':
      return modifyEventConfig(parameters, settings)
    case 'DescribeEventConfig':
      return describeEventConfig(settings)
    case 'PullEvents':
      return await pullEvents(deps)
    case 'ConfirmEvents':
      return confirmEvents(parameters, deps)
    default:
      throw new ServerApiError('InvalidAction', 'The local region does not support this action.')
  }
}

function requireOwnApplication({ SubAppId }: Parameters, account: Account): void {
  const isNumber = SubAppId === undefined || Number.isSafeInteger(SubAppId)
  if (!isNumber) throw new ServerApiError('InvalidParameter', 'SubAppId must be an integer.')
  if (!isOwnApplication(account, String(SubAppId ?? '')))
    throw new ServerApiError(
      'InvalidParameterValue',
      'SubAppId is not an application of this account.',
    )
}
