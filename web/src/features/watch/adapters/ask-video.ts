import { Video } from '@reelferry/contract'
import * as v from 'valibot'
import type { VideoState } from '../model/video-state.ts'

/** What the edge tells of a video now. Rejects only when aborted. */
export async function askVideo(fileId: string, signal: AbortSignal): Promise<VideoState> {
  try {
    const response = await fetch(`/api/videos/${encodeURIComponent(fileId)}`, { signal })
    if (response.ok) return v.parse(Video, await response.json())
    // A response whose body is neither read nor canceled keeps its connection.
    await response.body?.cancel()
    if (response.status === 404) return { status: 'unknown' }
  } catch (error) {
    if (signal.aborted) throw error
    // Out of reach, or not the edge's answer: a proxy's page, say. The viewer may try again either way.
  }
  return { status: 'unreachable' }
}
