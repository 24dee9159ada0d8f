/** The watch page around its player. */
export const texts = {
  skip: 'Skip to content',
  language: 'Language',
  share: 'Share',
  link: 'Link',
  copyLink: 'Copy link',
  embed: 'Embed code',
  copyEmbed: 'Copy embed code',
  copied: 'Copied',
  copyByHand: 'Press {keys} to copy.',
}
