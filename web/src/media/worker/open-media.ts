import { BlobSource, Input, MATROSKA, MP4, MPEG_TS, QTFF, WEBM } from 'mediabunny'
import { noteActivity } from './activity.ts'

/**
 * Size of the cache of source bytes: some seconds of the file, because video and audio packets of the same time may be
 * that far apart, and bytes that leave the cache too early are read again. Dropped bytes are freed late, so each byte
 * of the cache costs several bytes of memory.
 */
const cacheSize = { min: 2 * 1024 * 1024, max: 16 * 1024 * 1024, seconds: 2 }

/**
 * Opens a video file; reads nothing yet. Dispose of the result when done.
 * @param options.from `stream` is fast for sequential reading, and the browser reads ahead; `slices` reads only the
 *   requested bytes
 * @param options.duration seconds, if known
 */
export function openMedia(
  file: Blob,
  { from = 'stream', duration = 0 }: { from?: 'stream' | 'slices'; duration?: number } = {},
): Input {
  const { min, max, seconds } = cacheSize
  const maxCacheSize = Math.max(min, Math.min(max, (file.size / duration) * seconds))
  const source = new BlobSource(file, { maxCacheSize, useStreamReader: from === 'stream' })
  source.on('read', noteActivity)
  return new Input({
    source,
    formats: [MP4, QTFF, WEBM, MATROSKA, MPEG_TS],
  })
}
