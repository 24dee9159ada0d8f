import type { Media } from '../../src/media/model/media-info.ts'

/** The picture of a usual phone's recording. */
export const phonePicture: NonNullable<Media['video']> = {
  codec: 'avc',
  width: 1920,
  height: 1080,
  rotation: 0,
  frameRate: 30,
  bitrate: 17_000_000,
  isHdr: false,
  canDecode: true,
}
