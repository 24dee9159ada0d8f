import { BlobSource, Input, MATROSKA, MP4, MPEG_TS, QTFF, WEBM } from 'mediabunny'

/** Bytes of the source kept in memory, however long it is. */
const cacheSize = 16 * 1024 * 1024

/**
 * Opens a video file for reading; nothing is read yet. Dispose of it when done. `from` says how: `stream`
 * is fast from front to back, and the browser reads ahead; `slices` takes nothing but what is asked for.
 */
export const openMedia = (file: Blob, from: 'stream' | 'slices' = 'stream'): Input =>
  new Input({
    source: new BlobSource(file, { maxCacheSize: cacheSize, useStreamReader: from === 'stream' }),
    formats: [MP4, QTFF, WEBM, MATROSKA, MPEG_TS],
  })
