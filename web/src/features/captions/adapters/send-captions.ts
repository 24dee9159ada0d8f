import type { UploadId } from '@reelferry/contract'
import { isUnsaved } from '../model/draft.ts'
import { writeVtt } from '../model/write-captions.ts'
import { type CaptionsApi, captionsApi } from './captions-api.ts'
import { type Drafts, drafts as deviceDrafts } from './drafts.ts'

/**
 * Sends the captions that a creator added to a job before its upload was opened. Does nothing if there are none, or if
 * the edge has them.
 */
export async function sendCaptions(
  jobId: string,
  uploadId: UploadId,
  edge: Pick<CaptionsApi, 'saveCaptions'> = captionsApi,
  drafts: Pick<Drafts, 'find' | 'put'> = deviceDrafts,
): Promise<void> {
  const draft = await drafts.find(jobId)
  if (!draft || !isUnsaved(draft, uploadId)) return
  const tracks = draft.tracks.map(({ language, label, isDefault, cues }) => ({
    ...{ language, label, isDefault },
    text: writeVtt(cues),
  }))
  const { at } = await edge.saveCaptions(uploadId, { tracks })
  const latest = await drafts.find(jobId)
  // The editor may have changed them meanwhile, and saves the change itself.
  if (latest?.changedAt !== draft.changedAt) return
  await drafts.put(jobId, { ...draft, savedFor: uploadId, savedAt: at })
}
