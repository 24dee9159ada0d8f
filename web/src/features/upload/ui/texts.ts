import { featureTexts } from '../../../i18n/index.ts'

/** The texts of the queue that come with it and not with the page. */
interface Texts {
  total: string
  details: string
  detailsKept: string
  detailsSaving: string
  detailsSaved: string
  notify: string
  notifyOn: string
  uploadAll: string
  allVideos: string
  pauseAll: string
  resumeAll: string
  cancelAll: string
  retryAll: string
  removeFinished: string
  chooseAgain: string
  notKept: string
  fileNotKept: string
  allowAgain: string
  goesOnFromResult: string
  goesOnFromSource: string
  uploadOriginal: string
  stageDraft: string
  stageRefused: string
  stageWaiting: string
  stageCompressing: string
  stageUploading: string
  stageReconnecting: string
  stagePaused: string
  stageCommitting: string
  stageProcessing: string
  stageInReview: string
  stageReady: string
  stageRejected: string
  stageFailed: string
  stageCanceled: string
  bytesOf: string
  announceOne: string
  announceMany: string
}

export type TextKey = keyof Texts

const en: Texts = {
  total: '{percent} of all',
  details: 'Title, description, who may watch',
  detailsKept: 'Kept here, and published with the video.',
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
  notKept:
    'This browser keeps no record of your uploads. Leave this page open until they are published.',
  fileNotKept:
    'This browser has no room to keep your files: if you close this page, choose them again later.',
  allowAgain: 'Resume, and let your browser read this file again.',
  goesOnFromResult: 'What was compressed before is kept: it only has to be sent.',
  goesOnFromSource:
    'Your video is kept. Compressing was interrupted, and begins again: half a video cannot be continued.',
  uploadOriginal: 'Upload the original',
  stageDraft: 'Ready to upload',
  stageRefused: 'Cannot be uploaded',
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
  announceOne: '{name}: {what}',
  announceMany: '{count} videos: {what}',
}

const zh: Texts = {
  total: '总进度 {percent}',
  details: '标题、简介和观看权限',
  detailsKept: '已保存在此设备，将随视频一起发布。',
  detailsSaving: '正在保存…',
  detailsSaved: '已保存。',
  notify: '完成时通知我',
  notifyOn: '视频完成时会通知你。',
  uploadAll: '全部上传',
  allVideos: '所有视频',
  pauseAll: '全部暂停',
  resumeAll: '全部继续',
  cancelAll: '全部取消',
  retryAll: '全部重试',
  removeFinished: '移除已完成',
  chooseAgain: '请重新选择这个文件以继续：系统会按内容识别它，已上传的部分不会重传。',
  notKept: '此浏览器不保存上传记录，请在发布完成前保持页面打开。',
  fileNotKept: '此浏览器没有空间保存文件：关闭页面后，需要重新选择。',
  allowAgain: '点击“继续”，并允许浏览器再次读取这个文件。',
  goesOnFromResult: '之前压缩好的视频已保留，只需上传。',
  goesOnFromSource: '原视频已保留。压缩曾被中断，无法从一半继续，将重新压缩。',
  uploadOriginal: '上传原片',
  stageDraft: '等待上传',
  stageRefused: '无法上传',
  stageWaiting: '排队中',
  stageCompressing: '正在压缩',
  stageUploading: '正在上传',
  stageReconnecting: '连接中断，正在重试',
  stagePaused: '已暂停',
  stageCommitting: '即将完成',
  stageProcessing: '处理中',
  stageInReview: '审核中',
  stageReady: '已发布',
  stageRejected: '未通过审核',
  stageFailed: '失败',
  stageCanceled: '已取消',
  bytesOf: '{sent} / {total}',
  announceOne: '{name}：{what}',
  announceMany: '{count} 个视频：{what}',
}

/** The texts in the page's language. */
export const texts = featureTexts<Texts>({ en, 'zh-CN': zh })
