import type { Upload, UploadStatus } from '@reelferry/contract'

/** Statuses of an upload whose video plays, or will play as soon as it is ready. */
const statuses: UploadStatus[] = ['open', 'uploaded', 'processing', 'ready']

/** The path of the page on which the video of an upload plays. `undefined` if the video cannot be published any more. */
export const watchPathOf = ({ uploadId, status }: Upload): string | undefined =>
  statuses.includes(status) ? `/watch/${uploadId}` : undefined
