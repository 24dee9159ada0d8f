import type { Catalogue } from '../../message.ts'

/** Trim and cover on a job card: loaded with the first video. */
export const texts = {
  edit: 'Trim & cover',
  notLoaded: 'Couldn’t load the editor. Check your connection.',
  trimmed: 'Trimmed to {length}',
  'cover.chosen': 'Cover chosen',
  'cover.sending': 'Uploading cover…',
  'cover.sent': 'Cover uploaded',
} as const satisfies Catalogue
