/** The reasons for a report, which operators read too. */
export const categories = {
  sexual: 'Sexual content',
  violence: 'Violence',
  hate: 'Hate',
  illegal: 'Illegal',
  rights: 'Copyright or privacy',
  'something-else': 'Other',
}

/** The report of a video by a viewer. */
export const texts = {
  report: 'Report',
  heading: 'Report this video',
  question: 'What’s wrong with it?',
  details: 'Details (optional)',
  privacy: 'The studio’s admin gets your report. Nothing about you is stored with it.',
  categories,
  cancel: 'Cancel',
  send: 'Send',
  results: {
    sent: 'Thanks. The admin will check this video.',
    'too-many': 'There are too many reports from your network. Try again in a few minutes.',
    failed: 'The report wasn’t sent. Check your connection, then try again.',
    unavailable: 'This video can’t be reported anymore.',
  },
  close: 'Close',
}
