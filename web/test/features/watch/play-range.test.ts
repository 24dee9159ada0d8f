import { beforeEach, describe, expect, it, vi } from 'vitest'
import { playRange } from '../../../src/features/watch/adapters/play-range.ts'

let range: { start: number; end: number }
beforeEach(() => {
  range = { start: 1, end: 2 }
})

/** A video that has loaded and stands at `currentTime`. */
function videoAt(currentTime: number, over: object = {}) {
  const video = Object.assign(new EventTarget(), {
    currentTime,
    readyState: 4,
    seeking: false,
    paused: false,
    playbackRate: 1,
    loop: false,
    pause: vi.fn(),
    play: vi.fn(async () => undefined),
    ...over,
  })
  return { video, element: video as unknown as HTMLVideoElement }
}

describe('playRange', () => {
  it('stops at the end, and reports once that the video has ended', () => {
    const { video, element } = videoAt(1)
    const ended = vi.fn()
    video.addEventListener('ended', ended)
    playRange(element, range, true)
    video.currentTime = 2
    video.dispatchEvent(new Event('timeupdate'))
    video.dispatchEvent(new Event('pause'))
    expect(video.pause).toHaveBeenCalled()
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('starts again when a range that has ended is played', () => {
    const { video, element } = videoAt(1)
    playRange(element, range, true)
    video.currentTime = 2
    video.dispatchEvent(new Event('timeupdate'))
    video.dispatchEvent(new Event('play'))
    expect(video.currentTime).toBe(1)
  })

  it('repeats the range of a video with loop', () => {
    const { video, element } = videoAt(1, { loop: true })
    playRange(element, range, false)
    video.currentTime = 2
    video.dispatchEvent(new Event('timeupdate'))
    expect([video.currentTime, video.play.mock.calls.length]).toEqual([1, 1])
  })

  it.each([
    ['before', 0.2, 1],
    ['after', 2.8, 2],
  ])('moves a seek %s a strict range to its limit', (_, target, limit) => {
    const { video, element } = videoAt(1.5)
    playRange(element, range, true)
    Object.assign(video, { currentTime: target, seeking: true })
    video.dispatchEvent(new Event('seeking'))
    expect(video.currentTime).toBe(limit)
  })

  it('ends for a viewer who seeks outside of a range that is not strict', () => {
    const { video, element } = videoAt(1.5)
    playRange(element, range, false)
    Object.assign(video, { currentTime: 2.8, seeking: true })
    video.dispatchEvent(new Event('seeking'))
    Object.assign(video, { seeking: false })
    video.dispatchEvent(new Event('timeupdate'))
    expect(video.pause).not.toHaveBeenCalled()
    // After a renewal of its URLs, the video continues in another element.
    const next = videoAt(2.8)
    playRange(next.element, range, false)
    next.video.dispatchEvent(new Event('timeupdate'))
    expect(next.video.pause).not.toHaveBeenCalled()
  })
})
