import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/edit-control.ts'

export const texts: Texts<typeof en> = {
  edit: '裁剪与封面',
  notLoaded: '无法加载编辑器，请检查网络连接。',
  trimmed: '已裁剪为 {length}',
  'cover.chosen': '已选择封面',
  'cover.sending': '正在上传封面…',
  'cover.sent': '封面已上传',
}
