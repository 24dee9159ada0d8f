import { isoSeconds } from '../../clock.ts'
import type { UrlOf } from '../../media/media-info.ts'
import type { TaskFlows } from '../../tasks/flows.ts'
import { procedureTask } from '../../tasks/procedure-task.ts'
import { ServerApiError } from '../errors.ts'
import { requiredString, type Parameters } from '../parameters.ts'

/** A task is available for three days (product/266/33431), ms. */
const retentionMs = 3 * 24 * 60 * 60 * 1000

/**
 * DescribeTaskDetail of a task flow.
 *
 * @param now milliseconds since 1970
 */
export function describeTaskDetail(
  parameters: Parameters,
  { flows, url, now }: { flows: TaskFlows; url: UrlOf; now: number },
): object {
  const task = flows.find(requiredString(parameters, 'TaskId'))
  if (!task || now - task.createdAt > retentionMs)
    throw new ServerApiError('ResourceNotFound', 'The task is not found.')
  return {
    TaskType: 'Procedure',
    Status: task.result ? 'FINISH' : 'PROCESSING',
    CreateTime: isoSeconds(task.createdAt),
    BeginProcessTime: isoSeconds(task.createdAt),
    FinishTime: task.result ? isoSeconds(task.result.finishedAt) : '',
    ProcedureTask: procedureTask(task, url),
  }
}
