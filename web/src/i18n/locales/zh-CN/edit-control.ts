import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/edit-control.ts'

export const texts: Texts<typeof en> = {
  edit: '编辑',
  notLoaded: '无法加载编辑器，请检查网络连接。',
  trimmed: '已剪辑至 {length}',
  'cover.chosen': '已选择封面',
  'cover.sending': '正在发送封面',
  'cover.sent': '封面已发送',
}
