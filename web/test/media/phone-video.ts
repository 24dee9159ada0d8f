import type { MediaInfo } from '../../src/media/model/media-info.ts'

/** The video track of a typical phone recording. */
export const phoneVideo: NonNullable<MediaInfo['video']> = {
  codec: 'avc',
  width: 1920,
  height: 1080,
  rotation: 0,
  frameRate: 30,
  bitrate: 17_000_000,
  isHdr: false,
  canDecode: true,
  hasAlpha: false,
}
