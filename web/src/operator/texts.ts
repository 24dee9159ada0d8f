import type { UploadProblem, UploadStatus } from '@reelferry/contract'
import {
  type Finding,
  type FindingCode,
  type FindingText,
  findingTexts,
} from '@reelferry/contract/operator'
import type { Locale } from '../i18n/choice.ts'
import { findingTextsZh } from './finding-texts-zh.ts'
import type { Trouble } from './operator-api.ts'

/** What stands in the page itself, by the `data-text` of its element. */
type PageText =
  | 'skip'
  | 'title'
  | 'intro'
  | 'secret'
  | 'secretHint'
  | 'open'
  | 'check'
  | 'leave'
  | 'findings'
  | 'uploads'
  | 'creator'
  | 'who'
  | 'whoHint'
  | 'export'
  | 'erase'
  | 'cancel'
  | 'eraseMeans'
  | 'keep'
  | 'eraseForGood'

export type Texts = Record<PageText, string> &
  Record<
    | 'language'
    | 'checking'
    | 'counting'
    | 'stoppedCounting'
    | 'allWell'
    | 'noProblems'
    | 'counted'
    | 'pair'
    | 'well'
    | 'opened'
    | 'finished'
    | 'wrong'
    | 'bytes'
    | 'toReady'
    | 'p95'
    | 'noneReady'
    | 'notifications'
    | 'late'
    | 'refused'
    | 'lastEvent'
    | 'noEvent'
    | 'exporting'
    | 'exported'
    | 'erasing'
    | 'erased'
    | 'stopped'
    | 'nothingKept'
    | 'eraseTitle',
    string
  > & {
    levels: Record<Finding['level'], string>
    statuses: Record<UploadStatus, string>
    problems: Record<UploadProblem, string>
    troubles: Record<Trouble, string>
    findingTexts: Record<FindingCode, FindingText>
  }

const en: Texts = {
  skip: 'Skip to content',
  language: 'Language',
  title: 'Operator',
  intro: 'How this studio is doing, and what to do where it is not doing well.',
  secret: 'Operator secret',
  secretHint:
    'The OPERATOR_SECRET that setup keeps in edge/.secrets. It stays in this page’s memory alone, and is gone when the page is closed or reloaded.',
  open: 'Open',
  check: 'Check again',
  leave: 'Forget the secret',
  checking: 'Examining the studio and VOD…',
  findings: 'Findings',
  allWell: 'Everything is well.',
  noProblems: 'No problems. Hints: {hints}.',
  counted: 'Problems: {problems}. Hints: {hints}.',
  well: 'What is well ({count})',
  levels: { problem: 'Problem', hint: 'Hint', ok: 'Well' },
  uploads: 'Uploads',
  counting: 'Counting uploads: {count} so far…',
  stoppedCounting: 'The uploads could not be counted to the end.',
  opened: 'Opened',
  finished: 'Finished: can be watched',
  wrong: 'With a problem',
  bytes: 'Sent to VOD',
  toReady: 'From opening to ready, median',
  p95: '95 of 100 within {time}',
  noneReady: 'None is ready yet',
  notifications: 'Notifications in time',
  late: 'Late or lost: {count}',
  refused: 'Refused this week for their signature: {count}',
  lastEvent: 'Last one: {time}',
  noEvent: 'None was ever taken',
  pair: '{name}: {count}',
  statuses: {
    open: 'Not sent yet',
    uploaded: 'Sent',
    processing: 'Processing',
    ready: 'Ready',
    rejected: 'Rejected',
    failed: 'Failed',
    expired: 'Abandoned',
    deleted: 'Deleted',
  },
  problems: {
    'processing-failed': 'VOD could not process it',
    'rendition-failed': 'A rendition failed; it plays all the same',
    'moderation-blocked': 'Blocked by the review',
    'upload-abandoned': 'Never finished sending',
  },
  creator: 'A creator’s data',
  who: 'Creator',
  whoHint: 'The id of their invitation, or the “sub” of their tokens.',
  export: 'Export',
  erase: 'Erase…',
  cancel: 'Cancel',
  exporting: 'Exporting: {count} uploads so far…',
  exported: 'Exported uploads: {count}.',
  erasing: 'Erasing: {count} uploads so far…',
  erased: 'Erased uploads: {count}.',
  stopped: 'Stopped. Uploads done before that: {count}.',
  nothingKept: 'Nothing is kept of this creator.',
  eraseTitle: 'Erase all of {who}?',
  eraseMeans:
    'Every upload of this creator is deleted, here and at VOD, with its videos. Nobody can bring them back.',
  keep: 'Keep',
  eraseForGood: 'Erase for good',
  troubles: {
    'wrong-secret': 'This secret opens nothing here. Look it up in edge/.secrets, or run setup.',
    'too-many-requests': 'Too many tries from your network. Wait a minute, then try again.',
    unavailable:
      'The studio is not configured, or VOD is out of reach. Try again; “wrangler tail” shows which.',
    'network-lost': 'The studio cannot be reached. Check your connection and try again.',
    unexpected: 'The studio answered something this page does not understand. Reload the page.',
  },
  findingTexts,
}

const zh: Texts = {
  skip: '跳到正文',
  language: '语言',
  title: '运营',
  intro: '查看工作室的运行状况，以及出现问题时该怎么做。',
  secret: '运营密钥',
  secretHint:
    '即 setup 保存在 edge/.secrets 中的 OPERATOR_SECRET。它只保存在本页面的内存里，关闭或刷新页面后即消失。',
  open: '打开',
  check: '重新检查',
  leave: '清除密钥',
  checking: '正在检查工作室和云点播…',
  findings: '检查结果',
  allWell: '一切正常。',
  noProblems: '没有问题。提示：{hints}。',
  counted: '问题：{problems}。提示：{hints}。',
  well: '正常项目（{count}）',
  levels: { problem: '问题', hint: '提示', ok: '正常' },
  uploads: '上传',
  counting: '正在统计上传，已统计 {count} 个…',
  stoppedCounting: '上传未能全部统计完。',
  opened: '已发起',
  finished: '已完成，可以观看',
  wrong: '出现问题',
  bytes: '已传至云点播',
  toReady: '从发起到可播放（中位数）',
  p95: '95% 在 {time}内完成',
  noneReady: '尚无可播放的视频',
  notifications: '及时收到的通知',
  late: '迟到或丢失：{count}',
  refused: '本周因签名被拒绝：{count}',
  lastEvent: '最近一次：{time}',
  noEvent: '从未收到过',
  pair: '{name}：{count}',
  statuses: {
    open: '尚未传完',
    uploaded: '已传完',
    processing: '处理中',
    ready: '可播放',
    rejected: '未通过审核',
    failed: '失败',
    expired: '已放弃',
    deleted: '已删除',
  },
  problems: {
    'processing-failed': '云点播处理失败',
    'rendition-failed': '某个清晰度转码失败，仍可播放',
    'moderation-blocked': '审核未通过',
    'upload-abandoned': '始终没有传完',
  },
  creator: '创作者的数据',
  who: '创作者',
  whoHint: '邀请中的 id，或令牌中的 sub。',
  export: '导出',
  erase: '抹除…',
  cancel: '取消',
  exporting: '正在导出，已导出 {count} 个上传…',
  exported: '已导出上传：{count} 个。',
  erasing: '正在抹除，已抹除 {count} 个上传…',
  erased: '已抹除上传：{count} 个。',
  stopped: '已停止。在此之前已处理的上传：{count} 个。',
  nothingKept: '没有保存这位创作者的任何数据。',
  eraseTitle: '抹除 {who} 的全部数据？',
  eraseMeans: '这位创作者的所有上传及其视频都会从这里和云点播中删除，且无法恢复。',
  keep: '保留',
  eraseForGood: '永久抹除',
  troubles: {
    'wrong-secret': '此密钥无效。请在 edge/.secrets 中查找，或运行 setup。',
    'too-many-requests': '来自你网络的尝试过于频繁。请一分钟后再试。',
    unavailable: '工作室尚未配置好，或无法连接云点播。请重试；可用 wrangler tail 查看原因。',
    'network-lost': '无法连接工作室。请检查网络后重试。',
    unexpected: '工作室的回答无法识别。请刷新页面。',
  },
  findingTexts: findingTextsZh,
}

export const texts: Record<Locale, Texts> = { en, 'zh-CN': zh }
