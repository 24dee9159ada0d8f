import type { Catalogue } from '../../message.ts'

/** The choice of a quality: loaded with the first video. */
export const texts = {
  custom: 'Custom',
  bitrate: 'Bitrate (kbps)',
  looking: 'Looking at the video…',
  smaller: 'about {size}, {percent} less',
  notSmaller: 'not smaller: the original is sent',
  encodeTime: '{duration} to compress',
  uploadTime: '{duration} to send',
  compare: 'Compare the qualities',
  size: 'Size',
  picture: 'Picture',
  compressing: 'Compressing',
  sending: 'Sending',
  unknown: 'not known yet',
  'audio.none': 'no sound',
  'audio.copy': 'sound unchanged',
  'audio.encode': 'sound converted',
  'rejections.unreadable':
    'This file cannot be read here. It may be damaged; only the original can be sent.',
  'rejections.no-video': 'There is no picture in it; only the original can be sent.',
  'rejections.edited':
    'It was cut by another app in a way that only players heed, so the original is sent as it is.',
  'rejections.video-codec':
    'This browser cannot decode this kind of video, so the original is sent.',
  'rejections.audio-codec': 'This browser cannot decode its sound, so the original is sent.',
  'rejections.hdr': 'HDR colours would suffer from compressing here, so the original is sent.',
  'rejections.encoder': 'This browser cannot encode video, so the original is sent.',
  notLoaded: 'Compression could not be loaded.',
} as const satisfies Catalogue
