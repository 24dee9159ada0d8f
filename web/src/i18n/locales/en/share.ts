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
  startAt: 'Start at',
  startTime: 'Start time',
  moreApps: 'More apps',
  close: 'Close',
  edit: 'Edit',
  visibilities: { public: 'Public', unlisted: 'Unlisted', private: 'Private' },
}
