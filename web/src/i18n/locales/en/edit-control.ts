import type { Catalogue } from '../../message.ts'

/** Trim and cover on a job card: loaded with the first video. */
export const texts = {
  edit: 'Edit',
  notLoaded: 'The editor could not be loaded. Check your connection.',
  trimmed: 'Trimmed to {length}',
  'cover.chosen': 'Cover chosen',
  'cover.sending': 'Sending the cover',
  'cover.sent': 'Cover sent',
} as const satisfies Catalogue
