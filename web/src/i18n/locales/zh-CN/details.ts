import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/details.ts'

export const texts: Texts<typeof en> = {
  title: '标题',
  description: '简介',
  visibility: '谁可以观看',
  'visibilities.public': '公开',
  'visibilities.unlisted': '不公开列出：仅限有链接的人',
  'visibilities.private': '私密：仅限已登录的创作者',
}
