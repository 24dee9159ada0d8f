import { isoSeconds } from '../../clock.ts'
import type { TaskFlows } from '../../tasks/flows.ts'
import { requiredString, type Parameters } from '../parameters.ts'

/** A task is listed for three days (product/266/33430), ms. */
const retentionMs = 3 * 24 * 60 * 60 * 1000

/** DescribeTasks, only by FileId, newest first. One page is enough, because a file has few tasks. */
export function describeTasks(
  parameters: Parameters,
  { flows, now }: { flows: TaskFlows; now: number },
): object {
  const tasks = flows
    .ofMedia(requiredString(parameters, 'FileId'))
    .filter((task) => now - task.createdAt <= retentionMs)
  return {
    TaskSet: tasks.map((task) => ({
      TaskId: task.taskId,
      Status: task.result ? 'FINISH' : 'PROCESSING',
      TaskType: 'Procedure',
      CreateTime: isoSeconds(task.createdAt),
      BeginProcessTime: isoSeconds(task.createdAt),
      FinishTime: task.result ? isoSeconds(task.result.finishedAt) : '',
      SessionContext: task.context.sessionContext,
      SessionId: '',
    })),
    ScrollToken: '',
  }
}
