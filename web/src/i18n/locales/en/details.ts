import type { Catalogue } from '../../message.ts'

/** Title, description and visibility of a video. */
export const texts = {
  title: 'Title',
  description: 'Description',
  visibility: 'Visibility',
  'visibilities.public': 'Public',
  'visibilities.unlisted': 'Unlisted',
  'visibilities.private': 'Private',
  'hints.public': 'Anyone can watch',
  'hints.unlisted': 'Anyone with the link',
  'hints.private': 'Signed-in creators only',
} as const satisfies Catalogue
