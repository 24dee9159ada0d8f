import { UploadId, Visibility } from '@reelferry/contract'
import * as v from 'valibot'

/** What its creator says of a video, before and while it is uploaded. Kept in the journal. */
export const Details = v.object({
  title: v.string(),
  description: v.string(),
  /** Absent until it is chosen: the edge then takes it for `public`. */
  visibility: v.exactOptional(Visibility),
})
export type Details = v.InferOutput<typeof Details>

/** The details with the upload that the edge has them for; absent while it has older ones, or none. */
export const KeptDetails = v.object({ ...Details.entries, savedFor: v.exactOptional(UploadId) })
export type KeptDetails = v.InferOutput<typeof KeptDetails>

/** What a video has until something is said of it. */
export const noDetails: Details = { title: '', description: '' }

/** Whether two say the same. */
export const isSame = (one: Details, other: Details): boolean =>
  one.title === other.title &&
  one.description === other.description &&
  one.visibility === other.visibility
