import type { categories as enCategories, texts as en } from '../en/report.ts'

export const categories: typeof enCategories = {
  sexual: '色情内容',
  violence: '暴力',
  hate: '仇恨',
  illegal: '违法',
  rights: '版权或隐私',
  'something-else': '其他',
}

export const texts: typeof en = {
  report: '举报',
  heading: '举报此视频',
  question: '这个视频有什么问题？',
  details: '补充说明（选填）',
  privacy: '举报会发送给本站的管理员，其中不含你的任何信息。',
  categories,
  cancel: '取消',
  send: '发送',
  results: {
    sent: '谢谢。管理员会检查此视频。',
    'too-many': '来自你所在网络的举报过多，请过几分钟再试。',
    failed: '举报未能发送。请检查网络连接，然后重试。',
    unavailable: '此视频已无法举报。',
  },
  close: '关闭',
}
