import type { Catalogue } from '../../message.ts'

/** Title, description and visibility of a video. */
export const texts = {
  title: 'Title',
  description: 'Description',
  visibility: 'Who may watch',
  'visibilities.public': 'Public',
  'visibilities.unlisted': 'Unlisted: whoever has the link',
  'visibilities.private': 'Private: signed-in creators',
} as const satisfies Catalogue
