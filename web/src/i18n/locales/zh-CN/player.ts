import type { texts as en } from '../en/player.ts'

export const texts: typeof en = {
  notices: {
    loading: { title: '正在加载视频…', text: '' },
    processing: { title: '视频正在处理中', text: '处理完成后会在这里自动开始播放。' },
    rejected: { title: '该视频无法观看', text: '它没有通过审核。' },
    failed: { title: '该视频处理失败', text: '这个文件无法转换为可播放的视频。' },
    deleted: { title: '该视频已被删除', text: '发布者已将其下架。' },
    private: { title: '该视频为私密视频', text: '只有已登录的创作者可以在工作室的页面上观看。' },
    unknown: { title: '找不到该视频', text: '请检查地址，链接可能不完整。' },
    unreachable: { title: '暂时无法加载该视频', text: '请检查网络连接。' },
    unplayable: { title: '该视频无法在此播放', text: '连接中断，或浏览器不支持该文件。' },
  },
  tryAgain: '重试',
  openPage: '打开视频页面',
}
