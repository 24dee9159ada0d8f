import type { categories as enCategories, texts as en } from '../en/report.ts'

export const categories: typeof enCategories = {
  sexual: '色情內容',
  violence: '暴力',
  hate: '仇恨',
  illegal: '違法',
  rights: '著作權或隱私',
  'something-else': '其他',
}

export const texts: typeof en = {
  report: '檢舉',
  heading: '檢舉這部影片',
  question: '這部影片有什麼問題？',
  details: '補充說明（選填）',
  privacy: '檢舉會傳送給本站的管理員，其中不含你的任何資訊。',
  categories,
  cancel: '取消',
  send: '傳送',
  results: {
    sent: '謝謝。管理員會檢查這部影片。',
    'too-many': '來自你的網路的檢舉過多，請過幾分鐘再試。',
    failed: '檢舉未能傳送。請檢查網路連線，然後再試一次。',
    unavailable: '這部影片已無法檢舉。',
  },
  close: '關閉',
}
