import type { texts as en } from '../en/player.ts'

export const texts: typeof en = {
  notices: {
    loading: { title: '載入中…', text: '' },
    uploading: { title: '正在上傳', text: '準備就緒後會自動播放。' },
    processing: { title: '處理中', text: '準備就緒後會自動播放。' },
    review: { title: '審核中', text: '審核通過後會自動播放。' },
    rejected: { title: '無法觀看這部影片', text: '影片未通過審核。' },
    failed: { title: '影片處理失敗', text: '擁有者可以重新上傳。' },
    deleted: { title: '這部影片已移除', text: '擁有者已將其下架。' },
    private: { title: '這是私人影片', text: '僅限已登入的創作者觀看。' },
    'link-ended': {
      title: '這個連結已失效',
      text: '它已過期或遭撤回。請向傳送者索取新連結。',
    },
    unknown: { title: '找不到影片', text: '連結可能有誤或不完整。' },
    unreachable: { title: '無法載入這部影片', text: '請檢查網路連線。' },
    unplayable: { title: '無法播放這部影片', text: '瀏覽器不支援這部影片，或連線已中斷。' },
  },
  uploadingPercent: '正在上傳，{percent}',
  underAMinute: '剩餘時間不到 1 分鐘。',
  minutesLeft: '剩餘時間約 {count} 分鐘。',
  hoursLeft: '剩餘時間約 {count} 小時。',
  tryAgain: '重試',
  openPage: '在 {studio} 上觀看',
  signIn: '登入',
  toHome: '前往 {studio}',
}
