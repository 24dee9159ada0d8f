import { isoSeconds } from '../../clock.ts'
import type { TaskFlows } from '../../tasks/flows.ts'
import type { Reviews } from '../../tasks/reviews.ts'
import { requiredString, type Parameters } from '../parameters.ts'

/** A task is listed for three days (product/266/33430), ms. */
const retentionMs = 3 * 24 * 60 * 60 * 1000

/** DescribeTasks, only by FileId, newest first. One page is enough, because a file has few tasks. */
export function describeTasks(
  parameters: Parameters,
  { flows, reviews, now }: { flows: TaskFlows; reviews: Reviews; now: number },
): object {
  const fileId = requiredString(parameters, 'FileId')
  const procedures = flows
    .ofMedia(fileId)
    .map((task) => ({ ...task, type: 'Procedure', sessionContext: task.context.sessionContext }))
  const tasks = [
    ...procedures,
    ...reviews.ofMedia(fileId).map((task) => ({ ...task, type: 'ReviewAudioVideo' })),
  ]
  return {
    TaskSet: tasks
      .filter((task) => now - task.createdAt <= retentionMs)
      .toSorted((a, b) => b.createdAt - a.createdAt)
      .map((task) => ({
        TaskId: task.taskId,
        Status: task.result ? 'FINISH' : 'PROCESSING',
        TaskType: task.type,
        CreateTime: isoSeconds(task.createdAt),
        BeginProcessTime: isoSeconds(task.createdAt),
        FinishTime: task.result ? isoSeconds(task.result.finishedAt) : '',
        SessionContext: task.sessionContext,
        SessionId: '',
      })),
    ScrollToken: '',
  }
}
