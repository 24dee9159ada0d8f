import type { Video } from '@reelferry/contract'
import { onScopeDispose, type Ref, ref } from 'vue'
import { type Edge, EdgeError } from '../../../edge.ts'

/** What the watch page knows of its video. */
export type VideoState =
  { status: 'loading' } | { status: 'unknown' } | { status: 'unreachable' } | Video

/** Asks how to play a video, and again until that is known for good. Ends with its component. */
export function useVideo(
  fileId: () => string,
  edge: Pick<Edge, 'video'>,
): { video: Readonly<Ref<VideoState>>; load: () => Promise<void> } {
  const video = ref<VideoState>({ status: 'loading' })
  const abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    clearTimeout(timer)
    try {
      video.value = await edge.video(fileId(), abort.signal)
      if (video.value.status === 'processing')
        timer = setTimeout(load, video.value.retryAfter * 1000)
    } catch (error) {
      if (abort.signal.aborted) return
      const isUnknown = error instanceof EdgeError && error.code === 'video-not-found'
      video.value = { status: isUnknown ? 'unknown' : 'unreachable' }
    }
  }

  onScopeDispose(() => {
    clearTimeout(timer)
    abort.abort()
  })
  return { video, load }
}
