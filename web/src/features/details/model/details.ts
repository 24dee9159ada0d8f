import { UploadId, Visibility } from '@reelferry/contract'
import * as v from 'valibot'

/** Details that a creator enters before or during the upload. Stored in the journal. */
export const Details = v.object({
  title: v.string(),
  description: v.string(),
  /** Absent until the creator chooses one: the edge then uses `public`. */
  visibility: v.exactOptional(Visibility),
})
export type Details = v.InferOutput<typeof Details>

/** The details with the upload for which the edge has stored them; absent until it has stored their last change. */
export const PersistedDetails = v.object({
  ...Details.entries,
  savedFor: v.exactOptional(UploadId),
})
export type PersistedDetails = v.InferOutput<typeof PersistedDetails>

/** The details of a video before the creator enters any. */
export const noDetails: Details = { title: '', description: '' }

/** Whether two details have the same title, description and visibility. */
export const areDetailsEqual = (a: Details, b: Details): boolean =>
  a.title === b.title && a.description === b.description && a.visibility === b.visibility
