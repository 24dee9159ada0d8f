import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/details.ts'

export const texts: Texts<typeof en> = {
  title: '標題',
  description: '說明',
  visibility: '瀏覽權限',
  'visibilities.public': '公開',
  'visibilities.unlisted': '不公開',
  'visibilities.private': '私人',
  'hints.public': '所有人都能觀看',
  'hints.unlisted': '知道連結的人都能觀看',
  'hints.private': '僅限已登入的創作者',
}
