import type { Catalogue } from '../../message.ts'

/** The queue of uploads: loaded with the first video. */
export const texts = {
  total: '{percent} of all',
  details: 'Title, description, who may watch',
  detailsPersisted: 'Kept here, and published with the video.',
  detailsSaving: 'Saving…',
  detailsSaved: 'Saved.',
  notify: 'Notify me when done',
  notifyOn: 'You will be notified when your videos are done.',
  uploadAll: 'Upload all',
  allVideos: 'All videos',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  cancelAll: 'Cancel all',
  retryAll: 'Retry all',
  removeFinished: 'Remove finished',
  chooseAgain:
    'Choose this file again to go on: it is recognised by its content, and what has arrived is not sent again.',
  notPersisted:
    'This browser keeps no record of your uploads. Leave this page open until they are published.',
  fileNotPersisted:
    'This browser has no room to keep your files: if you close this page, choose them again later.',
  allowAgain: 'Resume, and let your browser read this file again.',
  resumesFromResult: 'What was compressed before is kept: it only has to be sent.',
  restartsFromSource:
    'Your video is kept. Compressing was interrupted, and begins again: half a video cannot be continued.',
  uploadOriginal: 'Upload the original',
  stageDraft: 'Ready to upload',
  dismiss: 'Dismiss',
  stageWaiting: 'Waiting for its turn',
  stageCompressing: 'Compressing',
  stageUploading: 'Uploading',
  stageReconnecting: 'Connection lost, trying again',
  stagePaused: 'Paused',
  stageCommitting: 'Finishing',
  stageProcessing: 'Processing',
  stageInReview: 'In review',
  stageReady: 'Published',
  stageRejected: 'Rejected by review',
  stageFailed: 'Failed',
  stageCanceled: 'Canceled',
  bytesOf: '{sent} of {total}',
  announceJob: '{name}: {what}',
  announceJobs: '{count} videos: {what}',
} as const satisfies Catalogue
