import { BlobSource, Input, MATROSKA, MP4, MPEG_TS, QTFF, WEBM } from 'mediabunny'

/**
 * Bytes of the source kept in memory, however long it is: some seconds, since a picture and its sound may lie that
 * far apart, and what is dropped too early is read again. What is dropped is freed late, so that each byte counts
 * several times.
 */
const cacheSize = { least: 2 * 1024 * 1024, most: 16 * 1024 * 1024, seconds: 2 }

/**
 * Opens a video file for reading; nothing is read yet. Dispose of it when done. `from` says how: `stream`
 * is fast from front to back, and the browser reads ahead; `slices` takes nothing but what is asked for.
 * `duration` is in seconds, where it is known.
 */
export function openMedia(
  file: Blob,
  { from = 'stream', duration = 0 }: { from?: 'stream' | 'slices'; duration?: number } = {},
): Input {
  const { least, most, seconds } = cacheSize
  const maxCacheSize = Math.max(least, Math.min(most, (file.size / duration) * seconds))
  return new Input({
    source: new BlobSource(file, { maxCacheSize, useStreamReader: from === 'stream' }),
    formats: [MP4, QTFF, WEBM, MATROSKA, MPEG_TS],
  })
}
