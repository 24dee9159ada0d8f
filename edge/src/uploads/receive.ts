import { isFileId } from '@reelferry/contract'
import type { Config } from '../config.ts'
import { describeMedia, VodApiError } from '../vod/api.ts'
import type { VodEvent } from '../vod/events.ts'
import { learn, putNews } from './reconcile.ts'
import { getFacts, getUploadOfFile, putFile, putSlot } from './store.ts'
import { verifySourceContext } from './upload-id.ts'

/**
 * Takes an event that came in by the right door. It is a hint all the same: what it says is asked of
 * VOD before it counts. Only if VOD cannot be asked is the bare fact that a file exists kept, so
 * that the next poll knows what to ask.
 */
export async function receive(
  kv: KVNamespace,
  config: Config,
  event: VodEvent,
  now: number,
): Promise<void> {
  switch (event.EventType) {
    case 'NewFileUpload': {
      const { FileId: file, MediaBasicInfo, ProcedureTaskId } = event.FileUploadEvent
      const context = MediaBasicInfo?.SourceInfo?.SourceContext
      return check(kv, config, { file, taskId: ProcedureTaskId || undefined, context, now })
    }
    case 'ProcedureStateChanged': {
      const { FileId: file, TaskId: taskId, SessionContext } = event.ProcedureStateChangeEvent
      return check(kv, config, { file, taskId, context: SessionContext, now })
    }
    case 'ReviewAudioVideoComplete': {
      const { Input, Output } = event.ReviewAudioVideoCompleteEvent
      const uploadId = await uploadOf(kv, Input.FileId)
      if (uploadId && Output?.Suggestion)
        await putSlot(kv, uploadId, 'review', { at: now, moderation: Output.Suggestion })
      return
    }
    case 'FileDeleted':
      for (const file of event.FileDeleteEvent.FileIdSet) {
        const uploadId = await uploadOf(kv, file)
        if (uploadId && !(await describeMedia(config, file)))
          await putSlot(kv, uploadId, 'deleted', { at: now })
      }
  }
}

async function uploadOf(kv: KVNamespace, file: string) {
  return isFileId(file) ? getUploadOfFile(kv, file) : undefined
}

async function check(
  kv: KVNamespace,
  config: Config,
  hint: {
    file: string
    taskId: string | undefined
    context: string | null | undefined
    now: number
  },
): Promise<void> {
  const { file: fileId, taskId, context, now } = hint
  if (!isFileId(fileId)) return
  try {
    const learned = await learn(kv, config, { fileId, taskId }, now)
    if (learned) await putNews(kv, learned)
  } catch (error) {
    if (!(error instanceof VodApiError)) throw error
    const uploadId = await verifySourceContext(config.SESSION_SECRET, context)
    const facts = uploadId && (await getFacts(kv, uploadId))
    if (!facts) throw error
    if (!facts.uploaded) {
      await putSlot(kv, uploadId, 'uploaded', { fileId, ...(taskId && { taskId }), at: now })
      await putFile(kv, fileId, uploadId)
    }
  }
}
