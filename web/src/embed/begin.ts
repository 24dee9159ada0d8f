/**
 * The embed page's first script. The Worker has put the video into the page, and its first frame comes before anything
 * else: the player's own code waits until there is one, or the video takes a while, or needs that code to play at all.
 */
const patienceMs = 1000

const begin = () => import('./main.ts')

const video = document.querySelector('video')
const source = video?.querySelector('source')
const playsByItself = video && !video.error && (!source || video.canPlayType(source.type))

if (playsByItself) {
  const timer = setTimeout(begin, patienceMs)
  const beginNow = () => {
    clearTimeout(timer)
    void begin()
  }
  if (video.autoplay && 'requestVideoFrameCallback' in video)
    video.requestVideoFrameCallback(beginNow)
  // A page has loaded when each of its videos has a frame, or has none to show.
  else if (document.readyState === 'complete') beginNow()
  else addEventListener('load', beginNow)
} else {
  // What brings HLS to this browser comes meanwhile.
  if (source) void import('hls.js/light')
  void begin()
}
