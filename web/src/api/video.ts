import { Video } from '@reelferry/contract'
import { abortable, call } from './request.ts'

/** Fetches how a video is played. Rejects with an `EdgeError`. Separate from the calls that the queue loads. */
export const fetchVideo = (id: string, signal?: AbortSignal): Promise<Video> =>
  call(Video, `/api/videos/${encodeURIComponent(id)}`, abortable(signal))
