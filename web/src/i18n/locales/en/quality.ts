import type { Catalogue } from '../../message.ts'

/** The choice of a quality: loaded with the first video. */
export const texts = {
  custom: 'Custom',
  bitrate: 'Bitrate (kbps)',
  smaller: '~{size} · −{percent}',
  notSmaller: 'Wouldn’t be smaller, so we’ll upload the original',
  looksSame: 'looks the same',
  planning: 'Estimating size…',
  time: '~{duration}',
  'rejections.unreadable':
    'We can’t read this file, so it’ll be uploaded as is. It may be damaged.',
  'rejections.container':
    'Your browser can’t read this kind of file. The original will be uploaded.',
  'rejections.no-video': 'No video track found. The original will be uploaded.',
  'rejections.edited':
    'This file has edits only some players support, so the original will be uploaded.',
  'rejections.video-codec':
    'Your browser can’t convert this format. The original will be uploaded.',
  'rejections.audio-codec': 'Your browser can’t convert this audio. The original will be uploaded.',
  'rejections.hdr': 'Compressing would wash out HDR colors, so the original will be uploaded.',
  'rejections.formats':
    'The format changes partway through this file, so the original will be uploaded.',
  'rejections.transform':
    'Compressing would change how this video is rotated, so the original will be uploaded.',
  'rejections.cropped':
    'Compressing would show the cropped edges of this video, so the original will be uploaded.',
  'rejections.interlaced': 'This video is interlaced. The original will be uploaded.',
  'rejections.colors':
    'Compressing would change the colors of this video, so the original will be uploaded.',
  'rejections.timestamps': 'The timestamps in this file jump, so the original will be uploaded.',
  'rejections.encoder': 'Your browser can’t compress video. The original will be uploaded.',
  otherTracks: 'Only the original includes: {tracks}',
  audioTrack: 'audio track {number}',
  videoTrack: 'video track {number}',
  trackLabel: '{track} ({label})',
  notLoaded: 'Compression isn’t available right now.',

  expectedSize: '~{size}',
  bitrateShort: 'Bitrate',

  containsLocation: 'Contains location',
  containsDevice: 'Contains device data',
  notChecked: 'Couldn’t check for location',
  removeLocation: 'Remove location',
  removeDevice: 'Remove device data',
  alwaysRemoved: 'Always removed when compressing or trimming',
} as const satisfies Catalogue
