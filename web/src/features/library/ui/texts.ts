import type { UploadStatus } from '@reelferry/contract'
import type { EdgeError } from '../../../api/client.ts'
import type { FailureText } from '../../../i18n/catalogue.ts'
import { failureText, featureTexts, t } from '../../../i18n/index.ts'
import type { PluralText } from '../../../i18n/plural.ts'
import type { Group } from '../model/filter.ts'

interface Texts {
  loading: string
  search: string
  show: string
  groups: Record<Group, string>
  statuses: Record<UploadStatus, string>
  inReview: string
  /** Placeholders: `shown`, `count`. */
  shown: PluralText
  /** Said while older ones are not loaded. Placeholders: `shown`, `count`. */
  shownSoFar: PluralText
  loadMore: string
  loadedMore: PluralText
  emptyTitle: string
  emptyText: string
  noMatchTitle: string
  noMatchText: string
  noMatchSoFarText: string
  clear: string
  edit: string
  save: string
  delete: string
  undo: string
  /** Placeholder: `name`. */
  deleted: string
  saved: string
  problems: Record<
    'processing-failed' | 'rendition-failed' | 'moderation-blocked' | 'upload-abandoned',
    string
  >
}

const en: Texts = {
  loading: 'Loading your videos…',
  search: 'Search',
  show: 'Show',
  groups: { all: 'All', ready: 'Published', underWay: 'Under way', trouble: 'With a problem' },
  statuses: {
    open: 'Not uploaded yet',
    uploaded: 'Uploaded',
    processing: 'Processing',
    ready: 'Published',
    rejected: 'Rejected by review',
    failed: 'Failed',
    expired: 'Never finished',
    deleted: 'Deleted',
  },
  inReview: 'In review',
  shown: { one: '{shown} of {count} video', other: '{shown} of {count} videos' },
  shownSoFar: {
    one: '{shown} of the {count} video loaded so far',
    other: '{shown} of the {count} videos loaded so far',
  },
  loadMore: 'Load older videos',
  loadedMore: { one: '{count} more video', other: '{count} more videos' },
  emptyTitle: 'No videos yet',
  emptyText: 'What you publish in the studio is collected here, from every device.',
  noMatchTitle: 'No video matches',
  noMatchText: 'Search for something else, or show all of them.',
  noMatchSoFarText: 'Only the videos loaded so far are searched. Load older ones, or show all.',
  clear: 'Show all videos',
  edit: 'Edit',
  save: 'Save',
  delete: 'Delete',
  undo: 'Undo',
  deleted: '“{name}” is deleted.',
  saved: 'Saved.',
  problems: {
    'processing-failed': 'It could not be prepared for playing.',
    'rendition-failed': 'Some qualities could not be made; it plays all the same.',
    'moderation-blocked': 'It did not pass the review, so nobody can watch it.',
    'upload-abandoned': 'Its upload was never finished.',
  },
}

const zh: Texts = {
  loading: '正在加载你的视频…',
  search: '搜索',
  show: '显示',
  groups: { all: '全部', ready: '已发布', underWay: '进行中', trouble: '有问题' },
  statuses: {
    open: '尚未上传',
    uploaded: '已上传',
    processing: '处理中',
    ready: '已发布',
    rejected: '未通过审核',
    failed: '失败',
    expired: '未完成',
    deleted: '已删除',
  },
  inReview: '审核中',
  shown: { other: '共 {count} 个视频，显示 {shown} 个' },
  shownSoFar: { other: '目前已加载 {count} 个视频，显示 {shown} 个' },
  loadMore: '加载更早的视频',
  loadedMore: { other: '又加载了 {count} 个视频' },
  emptyTitle: '还没有视频',
  emptyText: '你在工作室发布的视频都会汇集在这里，不论来自哪台设备。',
  noMatchTitle: '没有符合条件的视频',
  noMatchText: '换个关键词，或显示全部视频。',
  noMatchSoFarText: '仅搜索了目前已加载的视频。可以加载更早的视频，或显示全部。',
  clear: '显示全部视频',
  edit: '编辑',
  save: '保存',
  delete: '删除',
  undo: '撤销',
  deleted: '已删除“{name}”。',
  saved: '已保存。',
  problems: {
    'processing-failed': '无法处理成可播放的格式。',
    'rendition-failed': '部分清晰度未能生成，但仍可播放。',
    'moderation-blocked': '未通过审核，无人可以观看。',
    'upload-abandoned': '上传一直没有完成。',
  },
}

/** The texts in the page's language. */
export const texts = featureTexts<Texts>({ en, 'zh-CN': zh })

/** What went wrong with a video of the library; of a lost connection without what is said to uploads. */
export const troubleText = (code: EdgeError['code']): FailureText =>
  code === 'network-lost'
    ? { what: t('unreachable'), todo: t('checkConnection') }
    : failureText(code)
