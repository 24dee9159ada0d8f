import { englishReportTexts } from '@reelferry/contract/operator'
import type { PluralMessage } from '../../message.ts'

/** A text that depends on `{count}`. */
const plural = (forms: PluralMessage): PluralMessage => forms

/** The admin console. Its report has the same texts as `pnpm run doctor`. */
export const texts = {
  skip: 'Skip to content',
  language: 'Language',
  title: 'Admin console',
  intro: 'Health checks and fixes for this studio.',
  secret: 'Admin secret',
  secretHint:
    'Find OPERATOR_SECRET in edge/.secrets. It’s never stored; you’ll enter it again after a reload.',
  open: 'Sign in',
  check: 'Check again',
  leave: 'Sign out',
  checking: 'Checking the studio and VOD…',
  findings: 'Health',
  allWell: 'All checks passed',
  noProblems: plural({
    one: 'No problems · {count} suggestion',
    other: 'No problems · {count} suggestions',
  }),
  counted: plural({
    one: '{problems} to fix · {count} suggestion',
    other: '{problems} to fix · {count} suggestions',
  }),
  well: plural({ one: '{count} check passed', other: '{count} checks passed' }),
  counting: 'Counting uploads: {count}…',
  stoppedCounting: 'Couldn’t finish counting uploads.',
  creator: 'Creator data',
  who: 'Creator',
  whoHint: 'The ID in their invitation, or the “sub” of their token.',
  export: 'Export',
  erase: 'Erase…',
  cancel: 'Cancel',
  exporting: plural({ one: 'Exporting: {count} upload…', other: 'Exporting: {count} uploads…' }),
  exported: plural({ one: '{count} upload exported', other: '{count} uploads exported' }),
  erasing: plural({ one: 'Erasing: {count} upload…', other: 'Erasing: {count} uploads…' }),
  erased: plural({ one: '{count} upload erased', other: '{count} uploads erased' }),
  stopped: plural({
    one: 'Stopped after {count} upload.',
    other: 'Stopped after {count} uploads.',
  }),
  noStoredData: 'No data found for this creator.',
  eraseTitle: 'Erase everything from {who}?',
  eraseMeans:
    'Permanently deletes all of this creator’s uploads and videos, here and in VOD. This can’t be undone.',
  keep: 'Cancel',
  eraseForGood: 'Erase permanently',
  errors: {
    'wrong-secret': 'Wrong secret. Check edge/.secrets, or run setup.',
    'too-many-requests': 'Too many attempts. Wait a minute, then try again.',
    unavailable:
      'The studio isn’t configured, or VOD isn’t responding. Try again; “wrangler tail” shows which.',
    'network-lost': 'Can’t reach the studio. Check your connection, then try again.',
    unexpected: 'Unexpected response from the studio. Reload the page.',
  },

  sections: 'Sections',
  numbers: 'Numbers',
  creators: 'Creators',
  severities: {
    'fix-now': 'Fix now',
    'should-fix': 'Should fix',
    suggestion: 'Suggestions',
    ok: 'All good',
  },
  checkedAt: 'Checked at {time}',
  copyCommand: 'Copy command',
  range: 'Time range',
  day: '24 h',
  week: '7 days',
  month: '28 days',
  all: 'All',
  chart: 'Uploads over time',
  chartSummary: '{published} published, {failed} failed, {rest} other',
  chartTable: 'Show as a table',
  time: 'From',
  series: { published: 'Published', failed: 'Failed', rest: 'Other' },
  report: englishReportTexts,
}
