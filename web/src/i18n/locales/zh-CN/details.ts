import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/details.ts'

export const texts: Texts<typeof en> = {
  title: '标题',
  description: '简介',
  visibility: '可见范围',
  'visibilities.public': '公开',
  'visibilities.unlisted': '不公开列出',
  'visibilities.private': '私密',
  'hints.public': '所有人都可以观看',
  'hints.unlisted': '知道链接即可观看',
  'hints.private': '仅限已登录的创作者',
}
