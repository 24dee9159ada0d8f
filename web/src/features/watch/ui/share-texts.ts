import type { Locale } from '../../../i18n/choice.ts'

/** What the watch page says beside its player, in each language. */
export const shareTexts: Record<
  Locale,
  Record<
    | 'skip'
    | 'language'
    | 'share'
    | 'link'
    | 'copyLink'
    | 'embed'
    | 'copyEmbed'
    | 'copied'
    | 'copyByHand',
    string
  >
> = {
  en: {
    skip: 'Skip to content',
    language: 'Language',
    share: 'Share',
    link: 'Link',
    copyLink: 'Copy link',
    embed: 'Embed code',
    copyEmbed: 'Copy embed code',
    copied: 'Copied',
    copyByHand: 'This browser does not let pages copy. The text is selected: copy it by keyboard.',
  },
  'zh-CN': {
    skip: '跳到主要内容',
    language: '语言',
    share: '分享',
    link: '链接',
    copyLink: '复制链接',
    embed: '嵌入代码',
    copyEmbed: '复制嵌入代码',
    copied: '已复制',
    copyByHand: '浏览器不允许页面复制。文本已选中，请用键盘复制。',
  },
}
