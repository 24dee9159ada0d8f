import { type FileId, Video } from '@reelferry/contract'
import * as v from 'valibot'
import type { VideoState } from '../model/video-state.ts'
import { withLinkOfPage } from './link-of-page.ts'

/**
 * Fetches the current state of a video from the edge. Failed requests and invalid answers resolve with `unreachable`.
 * @param fileId the file that a running player plays: it continues with it if the creator has replaced the file. `''`
 * for the current file
 * @throws the reason of `signal` when it aborts
 */
export async function fetchVideo(
  id: string,
  signal: AbortSignal,
  fileId: FileId | '' = '',
): Promise<VideoState> {
  try {
    const address = `/api/videos/${encodeURIComponent(id)}?fileId=${fileId}`
    const response = await fetch(withLinkOfPage(address), { signal })
    if (response.ok) return v.parse(Video, await response.json())
    // A response whose body is neither read nor canceled keeps its connection.
    await response.body?.cancel()
    if (response.status === 404) return { status: 'unknown' }
  } catch (error) {
    if (signal.aborted) throw error
    // No network, or an answer that is not the edge's, for example a proxy's page. A retry may help in both cases.
  }
  return { status: 'unreachable' }
}
