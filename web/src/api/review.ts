import {
  type SendReply,
  Totals,
  type UploadId,
  UploadReview,
  UploadStatistics,
} from '@reelferry/contract'
import { call, post } from './request.ts'

/** The calls of a video's page in the library. Separate from the calls that the queue loads. */
export const fetchReview = (uploadId: UploadId): Promise<UploadReview> =>
  call(UploadReview, `/api/uploads/${uploadId}/review`)

export const sendReply = (uploadId: UploadId, reply: SendReply): Promise<UploadReview> =>
  call(UploadReview, `/api/uploads/${uploadId}/reply`, post(reply))

/** Plays and traffic by day. */
export const fetchStatistics = (uploadId: UploadId): Promise<UploadStatistics> =>
  call(UploadStatistics, `/api/statistics/${uploadId}`)

/** Totals of at most 20 videos. */
export const fetchTotals = (uploadIds: UploadId[]): Promise<Totals> =>
  call(Totals, `/api/statistics?uploads=${uploadIds.join(',')}`)
