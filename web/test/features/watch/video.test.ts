import type { FileId, Video } from '@reelferry/contract'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { EdgeError } from '../../../src/edge.ts'
import { useVideo } from '../../../src/features/watch/ui/video.ts'

const fileId = '1' as FileId
const processing: Video = { status: 'processing', fileId, retryAfter: 2 }
const ready: Video = {
  status: 'ready',
  fileId,
  name: 'a',
  description: '',
  visibility: 'public',
  sources: [{ src: 'https://x/a.mp4', type: 'video/mp4' }],
  poster: '',
  width: 0,
  height: 0,
  captions: [],
  duration: 1,
}

/** Answers one after the other; an error is thrown. */
function watching(...answers: (Video | Error)[]) {
  const asked = vi.fn(async () => {
    const answer = answers.shift()
    if (answer instanceof Error) throw answer
    return answer ?? expect.unreachable()
  })
  const scope = effectScope()
  const { video, load } =
    scope.run(() => useVideo(() => fileId, { video: asked })) ?? expect.unreachable()
  return { video, load, asked, leave: () => scope.stop() }
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

it('becomes ready by itself', async () => {
  const { video, load, asked, leave } = watching(processing, processing, ready)
  await load()
  expect(video.value.status).toBe('processing')
  await vi.advanceTimersByTimeAsync(4000)
  expect(video.value).toEqual(ready)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveBeenCalledTimes(3)
  leave()
})

it('stops asking when the page is left', async () => {
  const { load, asked, leave } = watching(processing)
  await load()
  leave()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toHaveBeenCalledTimes(1)
})

it('tells what does not exist from what cannot be reached, and asks again when told to', async () => {
  const { video, load, leave } = watching(
    new EdgeError('video-not-found'),
    new EdgeError('network-lost'),
    ready,
  )
  await load()
  expect(video.value.status).toBe('unknown')
  await load()
  expect(video.value.status).toBe('unreachable')
  await load()
  expect(video.value.status).toBe('ready')
  leave()
})
