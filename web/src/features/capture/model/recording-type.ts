/**
 * Recording formats, the best first. The finished file has another container, so two properties count: little is lost when
 * the recording ends abruptly, and H.264 as the codec.
 *
 * Chromium writes MP4 by whole groups of pictures, which may last for seconds (measured with version 156: nothing was
 * written for 4.6 s), and breaks the file when a shared window changes its size. It writes Matroska frame by frame.
 * Safari supports MP4 with AAC, and Firefox VP8.
 */
const preferred = [
  'video/x-matroska;codecs=avc1,opus',
  'video/mp4;codecs=avc1,mp4a.40.2',
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
]

/** The recording format for this browser, or `undefined` if it supports none of these. */
export const recordingType = (isSupported: (type: string) => boolean): string | undefined =>
  preferred.find(isSupported)
