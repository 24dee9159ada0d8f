import { featureTexts } from '../../../i18n/index.ts'

/** The texts of the queue that come with it and not with the page. */
interface Texts {
  total: string
  details: string
  detailsKept: string
  detailsSaving: string
  detailsSaved: string
}

const en: Texts = {
  total: '{percent} of all',
  details: 'Title, description, who may watch',
  detailsKept: 'Kept here, and published with the video.',
  detailsSaving: 'Saving…',
  detailsSaved: 'Saved.',
}

const zh: Texts = {
  total: '总进度 {percent}',
  details: '标题、简介和观看权限',
  detailsKept: '已保存在此设备，将随视频一起发布。',
  detailsSaving: '正在保存…',
  detailsSaved: '已保存。',
}

/** The texts in the page's language. */
export const texts = featureTexts<Texts>({ en, 'zh-CN': zh })
