import type { Catalogue } from '../../message.ts'

/** The dialog for trim and cover: loaded when it is first opened. */
export const texts = {
  title: 'Edit {name}',
  done: 'Done',
  trim: 'Trim',
  cover: 'Cover',
  looking: 'Looking at the video…',
  cannotShow: 'This browser cannot show this video. A picture of your own can still be its cover.',
  noFile: 'The video’s file is not at hand here. A picture of your own can still be its cover.',
  preview: 'Preview',
  start: 'Start',
  end: 'End',
  part: '{start} to {end}, {length}',
  partIsWhole: 'The whole video, {length}',
  playPart: 'Play the part',
  stopPart: 'Stop',
  removeTrim: 'Keep all of it',
  keyboardHint: 'Arrow keys move by one frame, Page Up and Page Down by one second.',
  byCopy: 'Cut on key frames: the picture is copied as it is, within moments.',
  byEncoding:
    'Cut between key frames: the video is encoded again, with a little more bitrate than it has now.',
  byQuality: 'Cut to the frame, while it is compressed to the quality you chose.',
  onlyCopy: 'This browser cannot encode this video again, so it is cut on key frames alone.',
  noTrim: 'This video cannot be cut here.',
  snap: 'Move to key frames ({shift})',
  frame: 'Frame',
  useFrame: 'Use this frame',
  ownPicture: 'Choose a picture',
  ownPictureHint: 'PNG, JPEG or WebP.',
  chosenCover: 'The chosen cover',
  noCover: 'No cover chosen: viewers see one that is made of the video, if any.',
  removeCover: 'Remove the cover',
  'refusals.not-a-picture': 'This file is no PNG, JPEG or WebP picture. Choose another one.',
  'refusals.picture-too-large': 'This picture is larger than 30 MB. Choose a smaller one.',
  'refusals.picture-unreadable':
    'This picture cannot be read. It may be damaged; choose another one.',
} as const satisfies Catalogue
