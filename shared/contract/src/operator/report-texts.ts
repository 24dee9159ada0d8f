import type { UploadProblem, UploadStatus } from '../uploads.ts'

/** The text of a finding, and the action that solves it. A value of the finding replaces each `{name}`. */
export interface FindingText {
  title: string
  /** Absent if nothing has to be done. */
  action?: string
}

/** Every finding by its permanent code, in English. */
export const findingTexts = {
  version: { title: 'Version {version}' },
  'version-differs': {
    title: 'Version {version} is deployed; {ours} is here',
    action: 'Run `pnpm run deploy`.',
  },
  'clocks-agree': { title: 'Clocks agree' },
  'clocks-differ': {
    title: 'This machine’s clock and the Worker’s differ by {minutes} minutes',
    action: 'Set this machine’s clock. VOD refuses signatures more than five minutes off.',
  },
  'vod-accepts-primary': { title: 'VOD accepts the key (primary application)' },
  'vod-accepts': { title: 'VOD accepts the key (application {application})' },
  'vod-refuses-key': {
    title: 'VOD doesn’t accept the key ({refusal})',
    action: 'Run `pnpm run setup` with a valid key.',
  },
  'vod-refuses-clock': {
    title: 'VOD doesn’t accept the signature’s time ({refusal})',
    action: 'VOD’s clock and the Worker’s differ. Check status.tencentcloud.com.',
  },
  'vod-refuses-permission': {
    title: 'The key lacks VOD permissions ({refusal})',
    action: 'Attach the policy QcloudVODFullAccess to the CAM key.',
  },
  'vod-refuses-application': {
    title: 'VOD doesn’t accept the application ({refusal})',
    action: 'Set VOD_SUB_APP_ID to an application of this account.',
  },
  'vod-unreachable': {
    title: 'VOD isn’t responding ({refusal})',
    action: 'Try again, and check VOD_API_ENDPOINT.',
  },
  'vod-too-often': {
    title: 'Too many requests to VOD ({refusal})',
    action: 'Try again in a minute.',
  },
  'vod-refuses': {
    title: 'VOD refused the request ({refusal})',
    action: 'Look up the code in product/266/31774.',
  },
  'mode-differs': {
    title: 'VOD is in {mode} mode; the Worker expects {wanted}',
    action: 'Run `pnpm run setup`, or change EVENT_MODE.',
  },
  'events-pulled': { title: 'Events are pulled from VOD every five minutes' },
  'events-here': { title: 'Notifications are delivered here' },
  'events-at-other-address': {
    title: 'Notifications go to {origin}, with this studio’s secret',
    action: 'Fine if that’s another address of this studio. If not, run `pnpm run setup`.',
  },
  'events-elsewhere': {
    title: 'Notifications go to {origin}: another studio, or another secret',
    action: 'Run `pnpm run setup`.',
  },
  'events-nowhere': { title: 'No notification URL is set', action: 'Run `pnpm run setup`.' },
  'uploads-told': { title: 'Upload notifications are on' },
  'uploads-untold': {
    title: 'Upload notifications are off, so videos take longer to appear',
    action: 'Run `pnpm run setup`.',
  },
  'deletions-untold': {
    title: 'Deletion notifications are off, so deleted videos appear broken',
    action: 'Run `pnpm run setup`.',
  },
  unsigned: {
    title: 'Notifications aren’t signed',
    action: 'Run `pnpm run setup` to set CALLBACK_SIGN_KEY.',
  },
  'notifications-refused': {
    title: 'Notifications with a wrong signature this week: {count} or more, last at {lastAt}',
    action:
      'Run `pnpm run setup` so that VOD and the Worker share a CALLBACK_SIGN_KEY. If it keeps happening, the secret has leaked: `pnpm run setup --rotate`.',
  },
  'notifications-never': {
    title: 'No notification has ever arrived; uploads were found by polling',
    action: 'Run `pnpm run setup`, and look for "callback-refused" in `pnpm exec wrangler tail`.',
  },
  'last-event': { title: 'Last notification at {lastAt}' },
  'procedure-none': { title: 'No task flow: videos play as uploaded' },
  'procedure-known': { title: 'Task flow {name} exists' },
  'procedure-unknown': {
    title: 'Task flow {name} doesn’t exist, so uploads wait forever',
    action:
      'Set VOD_PROCEDURE to an existing task flow, or leave it empty, then run `pnpm run setup`.',
  },
  'procedure-unchecked': {
    title: 'Couldn’t check the task flow ({refusal})',
    action: 'Allow the CAM key to call DescribeProcedureTemplates, or check the VOD console.',
  },
  'bucket-refused': {
    title: 'VOD refuses to start an upload ({refusal})',
    action: 'Check VOD_SUB_APP_ID, VOD_STORAGE_REGION and your account balance.',
  },
  'bucket-in-policy': { title: 'Uploads to {origin} are allowed' },
  'bucket-not-in-policy': {
    title: 'The Content-Security-Policy blocks uploads to {origin}',
    action: 'Set COS_ENDPOINT to this host, and open an issue.',
  },
  'bucket-open': { title: 'The bucket’s CORS rules allow uploads' },
  'bucket-closed': {
    title: 'The bucket’s CORS rules block uploads',
    action:
      'Allow this origin in the application’s upload settings. If it’s already allowed, contact Tencent Cloud.',
  },
  'bucket-hides-etag': {
    title: 'The bucket’s CORS rules hide the ETag',
    action:
      'Allow this origin in the application’s upload settings. If it’s already allowed, contact Tencent Cloud.',
  },
  'media-unchecked': {
    title: 'Couldn’t check the latest video ({refusal})',
    action: 'Try again in a minute. If it keeps happening, look up the code in product/266/31774.',
  },
  'media-none': { title: 'No video published in the last 30 days' },
  'media-in-policy': { title: 'Playback from {hosts} is allowed' },
  'media-not-in-policy': {
    title: 'The Content-Security-Policy blocks playback from {blocked}',
    action: 'Run `MEDIA_ORIGINS="{hosts}" pnpm run setup`.',
  },
  'issuer-well': { title: 'Sign-in works; keys available: {keys}' },
  'issuer-silent': {
    title: 'Can’t fetch the issuer’s keys ({refusal}), so nobody can sign in',
    action: 'Check JWT_JWKS_URL or ACCESS_TEAM_DOMAIN, and whether the issuer is up.',
  },
  'issuer-keyless': {
    title: 'The issuer at {url} has no RS256 or ES256 key, so nobody can sign in',
    action: 'Use RSA with at least 2048 bits, or P-256.',
  },
  'kv-well': { title: 'KV is readable and writable' },
  'kv-silent': {
    title: 'KV isn’t responding',
    action: 'Check your plan’s limits (free: 1,000 lists a day) and cloudflarestatus.com.',
  },
  'kv-full': {
    title: 'KV isn’t writable, so uploads can’t start',
    action: 'Check your plan’s limits (free: 1,000 writes a day) and cloudflarestatus.com.',
  },
  limits: { title: 'AUTH_MODE {authMode}; files up to {gigabytes} GB' },
  unlimited: {
    title: 'No upload limit per creator',
    action: 'Set UPLOADS_PER_DAY and CONCURRENT_UPLOADS to cap costs.',
  },
  rotating: {
    title: 'Previous secrets are still accepted',
    action: 'Run `pnpm run setup --end-rotation` 30 days after the change.',
  },
} as const satisfies Record<string, FindingText>

export type FindingCode = keyof typeof findingTexts

/** The texts of the upload metrics. */
export interface MetricTexts {
  opened: string
  finished: string
  withProblem: string
  bytes: string
  secondsToReady: string
  seconds: string
  minutes: string
  /** `{time}` within which 95 of 100 uploads became ready. */
  p95: string
  noneReady: string
  notifications: string
  /** `{count}` files that a poll found before a notification arrived. */
  late: string
  /** `{count}` notifications with a wrong signature. */
  rejected: string
  /** `{time}` of the last notification. */
  lastNotification: string
  noNotification: string
  /** `{count}` uploads with the status or problem `{name}`. */
  nameAndCount: string
  statuses: Record<UploadStatus, string>
  problems: Record<UploadProblem, string>
}

/** All texts of a report in one language. */
export interface ReportTexts {
  findings: Record<FindingCode, FindingText>
  metrics: MetricTexts
}

/**
 * The report in English: for `pnpm run doctor`, and for the English operator page. Other languages are in
 * `web/src/i18n/locales`.
 */
export const englishReportTexts: ReportTexts = {
  findings: findingTexts,
  metrics: {
    opened: 'Uploads',
    finished: 'Published',
    withProblem: 'Failed',
    bytes: 'Uploaded to VOD',
    secondsToReady: 'Time to ready (median)',
    seconds: '{count} s',
    minutes: '{count} min',
    p95: '95th percentile: {time}',
    noneReady: 'None yet',
    notifications: 'Notifications on time',
    late: 'Late or lost: {count}',
    rejected: 'Invalid signatures this week: {count}',
    lastNotification: 'Last one: {time}',
    noNotification: 'None received yet',
    nameAndCount: '{name}: {count}',
    statuses: {
      open: 'Not uploaded',
      uploaded: 'Uploaded',
      processing: 'Processing',
      ready: 'Published',
      rejected: 'Not approved',
      failed: 'Failed',
      expired: 'Unfinished',
      deleted: 'Deleted',
    },
    problems: {
      'processing-failed': 'Processing failed',
      'rendition-failed': 'Some resolutions are missing; the video plays',
      'moderation-blocked': 'Not approved in review',
      'upload-abandoned': 'Upload not finished',
    },
  },
}
