import { UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import type { Cue } from './cue.ts'

/** Captions in one language, as the editor has them. */
export interface EditorTrack {
  /** BCP 47. */
  readonly language: string
  readonly label: string
  /** Whether they are shown unless the viewer turns captions off. */
  readonly isDefault: boolean
  readonly cues: readonly Cue[]
}

const StoredCue = v.object({
  start: v.number(),
  end: v.number(),
  text: v.string(),
  isAtTop: v.exactOptional(v.literal(true)),
})

/** The captions of a job or an upload on this device. Member names are stored and must not change. */
export const CaptionsDraft = v.object({
  tracks: v.array(
    v.object({
      language: v.string(),
      label: v.string(),
      isDefault: v.boolean(),
      cues: v.array(StoredCue),
    }),
  ),
  /** Unix milliseconds of the last change on this device. */
  changedAt: v.number(),
  /** The upload for which the edge has stored this state; absent until it has. */
  savedFor: v.exactOptional(UploadId),
  /** The edge's time of that state, in Unix milliseconds. */
  savedAt: v.exactOptional(v.number()),
})
export type CaptionsDraft = v.InferOutput<typeof CaptionsDraft>

/** Whether a draft has changes that the edge does not have, for an upload that may not be opened yet. */
export const isUnsaved = (draft: CaptionsDraft, uploadId: UploadId | undefined): boolean =>
  uploadId === undefined || draft.savedFor !== uploadId

/**
 * Whether a draft is newer than the answer of the edge: it has unsaved changes, or the edge still answers an older state.
 */
export const isNewer = (draft: CaptionsDraft, uploadId: UploadId, edgeAt: number): boolean =>
  isUnsaved(draft, uploadId) || (draft.savedAt ?? 0) > edgeAt
