import type { texts as en } from '../en/player.ts'

export const texts: typeof en = {
  notices: {
    loading: { title: '正在加载…', text: '' },
    uploading: { title: '正在上传', text: '准备就绪后会自动播放。' },
    processing: { title: '处理中', text: '准备就绪后会自动播放。' },
    review: { title: '审核中', text: '审核通过后会自动播放。' },
    rejected: { title: '该视频无法观看', text: '未通过审核。' },
    failed: { title: '视频处理失败', text: '发布者可以重新上传。' },
    deleted: { title: '该视频已移除', text: '发布者已将其下架。' },
    private: { title: '该视频为私密视频', text: '仅限已登录的创作者观看。' },
    'link-ended': {
      title: '此链接已失效',
      text: '它已过期或被撤回。请向发送者索取新链接。',
    },
    unknown: { title: '找不到该视频', text: '链接可能有误或不完整。' },
    unreachable: { title: '无法加载该视频', text: '请检查网络连接。' },
    unplayable: { title: '该视频无法播放', text: '浏览器不支持该视频，或连接已中断。' },
  },
  uploadingPercent: '正在上传，{percent}',
  underAMinute: '剩余时间不到 1 分钟。',
  minutesLeft: '剩余时间约 {count} 分钟。',
  hoursLeft: '剩余时间约 {count} 小时。',
  tryAgain: '重试',
  openPage: '在 {studio} 观看',
  signIn: '登录',
  toHome: '前往 {studio}',
}
