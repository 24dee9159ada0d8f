import { Video } from '@reelferry/contract'
import * as v from 'valibot'
import type { VideoState } from '../model/video-state.ts'
import { withLinkOfPage } from './link-of-page.ts'

/**
 * Fetches the current state of a video from the edge. Failed requests and invalid answers resolve with `unreachable`.
 * @throws the reason of `signal` when it aborts
 */
export async function fetchVideo(id: string, signal: AbortSignal): Promise<VideoState> {
  try {
    const response = await fetch(withLinkOfPage(`/api/videos/${encodeURIComponent(id)}`), {
      signal,
    })
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
