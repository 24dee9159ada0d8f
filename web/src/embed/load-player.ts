/**
 * The first script of the embed page. The page already contains the video, and its first frame has priority: the
 * player's code is loaded when that frame is there, after a second without one, or at once if the video needs it.
 */
const maxDelayMs = 1000

const load = () => import('./main.ts')

const video = document.querySelector('video')
const source = video?.querySelector('source')
const playsWithoutScript = video && !video.error && (!source || video.canPlayType(source.type))

if (playsWithoutScript) {
  const timer = setTimeout(load, maxDelayMs)
  const loadNow = () => {
    clearTimeout(timer)
    void load()
  }
  if (video.autoplay && 'requestVideoFrameCallback' in video)
    video.requestVideoFrameCallback(loadNow)
  // The `load` event of a page waits for the first frame of its videos.
  else if (document.readyState === 'complete') loadNow()
  else addEventListener('load', loadNow)
} else {
  // In parallel: this browser needs the library for HLS.
  if (source) void import('../features/watch/adapters/hls.ts')
  void load()
}
