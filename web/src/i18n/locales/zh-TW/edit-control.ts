import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/edit-control.ts'

export const texts: Texts<typeof en> = {
  edit: '裁剪與封面',
  notLoaded: '無法載入編輯器，請檢查網路連線。',
  trimmed: '已裁剪為 {length}',
  'cover.chosen': '已選擇封面',
  'cover.sending': '正在上傳封面…',
  'cover.sent': '封面已上傳',
}
