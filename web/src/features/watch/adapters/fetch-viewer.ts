import { Viewer } from '@reelferry/contract'
import * as v from 'valibot'

/** Fetches the signed-in creator and their right to edit a video. Failed requests resolve with nobody. */
export async function fetchViewer(id: string): Promise<Viewer> {
  try {
    const response = await fetch(`/api/videos/${encodeURIComponent(id)}/viewer`)
    if (response.ok) return v.parse(Viewer, await response.json())
    // A response whose body is neither read nor canceled keeps its connection.
    await response.body?.cancel()
  } catch {
    // No network, or an answer that is not the edge's. The page works without it.
  }
  return {}
}
