import type { Visibility } from '@reelferry/contract'
import { featureTexts } from '../../../i18n/index.ts'

interface Texts {
  title: string
  description: string
  visibility: string
  visibilities: Record<Visibility, string>
}

const en: Texts = {
  title: 'Title',
  description: 'Description',
  visibility: 'Who may watch',
  visibilities: {
    public: 'Public',
    unlisted: 'Unlisted: whoever has the link',
    private: 'Private: signed-in creators',
  },
}

const zh: Texts = {
  title: '标题',
  description: '简介',
  visibility: '谁可以观看',
  visibilities: {
    public: '公开',
    unlisted: '不公开列出：仅限有链接的人',
    private: '私密：仅限已登录的创作者',
  },
}

/** The texts in the page's language. */
export const texts = featureTexts<Texts>({ en, 'zh-CN': zh })
