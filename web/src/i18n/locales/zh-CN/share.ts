import type { texts as en } from '../en/share.ts'

export const texts: typeof en = {
  skip: '跳到正文',
  language: '语言',
  share: '分享',
  link: '链接',
  copyLink: '复制链接',
  embed: '嵌入代码',
  copyEmbed: '复制嵌入代码',
  copied: '已复制',
  copyByHand: '按 {keys} 复制。',
  startAt: '指定开始时间',
  startTime: '开始时间',
  endAt: '指定结束时间',
  endTime: '结束时间',
  moreApps: '更多应用',
  close: '关闭',
  edit: '编辑',
  chapters: '章节',
  visibilities: { public: '公开', unlisted: '不公开列出', private: '私密' },
}
