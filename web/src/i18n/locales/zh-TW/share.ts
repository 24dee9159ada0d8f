import type { texts as en } from '../en/share.ts'

export const texts: typeof en = {
  skip: '跳至主要內容',
  language: '語言',
  share: '分享',
  link: '連結',
  copyLink: '複製連結',
  embed: '內嵌程式碼',
  copyEmbed: '複製內嵌程式碼',
  copied: '已複製',
  copyByHand: '按 {keys} 複製。',
  startAt: '指定開始時間',
  startTime: '開始時間',
  endAt: '指定結束時間',
  endTime: '結束時間',
  moreApps: '更多應用程式',
  close: '關閉',
  edit: '編輯',
  chapters: '章節',
  visibilities: { public: '公開', unlisted: '不公開', private: '私人' },
}
