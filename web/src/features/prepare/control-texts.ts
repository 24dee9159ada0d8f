import { featureTexts } from '../../i18n/index.ts'
import type { CoverState } from './model/edit.ts'

/** The texts of a card about what was edited. */
interface Texts {
  edit: string
  notLoaded: string
  /** Placeholder: `length`. */
  trimmed: string
  cover: Record<Exclude<CoverState['state'], 'failed'>, string>
}

const en: Texts = {
  edit: 'Edit',
  notLoaded: 'The editor could not be loaded. Check your connection.',
  trimmed: 'Trimmed to {length}',
  cover: {
    chosen: 'Cover chosen',
    sending: 'Sending the cover',
    sent: 'Cover sent',
  },
}

const zh: Texts = {
  edit: '编辑',
  notLoaded: '无法加载编辑器，请检查网络连接。',
  trimmed: '已剪辑至 {length}',
  cover: { chosen: '已选择封面', sending: '正在发送封面', sent: '封面已发送' },
}

/** The texts in the page's language. */
export const texts = featureTexts<Texts>({ en, 'zh-CN': zh })
