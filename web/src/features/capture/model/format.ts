/**
 * What to record in, the best first. Only the container of the moment: a file that plays everywhere is made of
 * it when the recording is over. So what counts is that little is lost where it is cut off, and H.264.
 *
 * Chromium writes an MP4 by whole groups of pictures, which may last for seconds (measured with 156: nothing
 * after 4.6 s), and breaks it where a window that is shared changes its size; it writes Matroska frame by frame. Safari has MP4 with AAC; Firefox has VP8.
 */
const preferred = [
  'video/x-matroska;codecs=avc1,opus',
  'video/mp4;codecs=avc1,mp4a.40.2',
  'video/webm;codecs=vp9,opus',
  'video/webm;codecs=vp8,opus',
]

/** The type to record in, or `undefined` where the browser records nothing that is known here. */
export const recordingType = (isSupported: (type: string) => boolean): string | undefined =>
  preferred.find(isSupported)
