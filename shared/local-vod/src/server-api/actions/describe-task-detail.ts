import { isoSeconds } from '../../clock.ts'
import type { UrlOf } from '../../media/media-info.ts'
import type { TaskFlows } from '../../tasks/flows.ts'
import { procedureTask } from '../../tasks/procedure-task.ts'
import { reviewAudioVideoTask } from '../../tasks/review-task.ts'
import type { Reviews } from '../../tasks/reviews.ts'
import { ServerApiError } from '../errors.ts'
import { requiredString, type Parameters } from '../parameters.ts'

/** A task is available for three days (product/266/33431), ms. */
const retentionMs = 3 * 24 * 60 * 60 * 1000

/**
 * DescribeTaskDetail of a task flow or an audio/video review.
 *
 * @param now milliseconds since 1970
 */
export function describeTaskDetail(
  parameters: Parameters,
  { flows, reviews, url, now }: { flows: TaskFlows; reviews: Reviews; url: UrlOf; now: number },
): object {
  const taskId = requiredString(parameters, 'TaskId')
  const flow = flows.find(taskId)
  const review = reviews.find(taskId)
  const task = flow ?? review
  if (!task || now - task.createdAt > retentionMs)
    throw new ServerApiError('ResourceNotFound', 'The task is not found.')
  return {
    TaskType: flow ? 'Procedure' : 'ReviewAudioVideo',
    Status: task.result ? 'FINISH' : 'PROCESSING',
    CreateTime: isoSeconds(task.createdAt),
    BeginProcessTime: isoSeconds(task.createdAt),
    FinishTime: task.result ? isoSeconds(task.result.finishedAt) : '',
    ...(flow && { ProcedureTask: procedureTask(flow, url) }),
    ...(review && { ReviewAudioVideoTask: reviewAudioVideoTask(review) }),
  }
}
