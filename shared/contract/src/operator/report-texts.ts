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
    title: 'Version {version} is deployed; this checkout has version {ours}',
    action: 'Run `pnpm run deploy`.',
  },
  'clocks-agree': { title: 'The clocks agree' },
  'clocks-differ': {
    title: 'The clocks of this machine and the Worker differ by {minutes} minutes',
    action:
      'Correct the clock of this machine: VOD rejects signatures with a deviation of more than five minutes.',
  },
  'vod-accepts-primary': { title: 'VOD accepts the key, for the primary application' },
  'vod-accepts': { title: 'VOD accepts the key, for application {application}' },
  'vod-refuses-key': {
    title: 'VOD rejects the key ({refusal})',
    action: 'Run `pnpm run setup` with a valid VOD key.',
  },
  'vod-refuses-clock': {
    title: 'VOD rejects the time of the signature ({refusal})',
    action: 'The clocks of VOD and the Worker differ. Check status.tencentcloud.com.',
  },
  'vod-refuses-permission': {
    title: 'The key has no permission for VOD ({refusal})',
    action: 'Give the CAM key the policy QcloudVODFullAccess.',
  },
  'vod-refuses-application': {
    title: 'VOD rejects the application ({refusal})',
    action: 'Set VOD_SUB_APP_ID to an application of the account.',
  },
  'vod-unreachable': {
    title: 'VOD did not answer ({refusal})',
    action: 'Try again, and check VOD_API_ENDPOINT.',
  },
  'vod-too-often': {
    title: 'Too many requests were sent to VOD ({refusal})',
    action: 'Try again in a minute.',
  },
  'vod-refuses': {
    title: 'VOD rejects the request ({refusal})',
    action: 'Look up the code in product/266/31774.',
  },
  'mode-differs': {
    title: 'VOD is in {mode} mode, but the Worker expects {wanted}',
    action: 'Run `pnpm run setup`, or change EVENT_MODE.',
  },
  'events-pulled': { title: 'VOD queues its events; the Worker pulls them every five minutes' },
  'events-here': { title: 'VOD sends its notifications to this studio' },
  'events-at-other-address': {
    title: 'VOD sends its notifications to {origin}, with this studio’s secret',
    action: 'Do nothing if that is another address of this studio. Otherwise run `pnpm run setup`.',
  },
  'events-elsewhere': {
    title: 'VOD sends its notifications to {origin}: not to this studio, or with another secret',
    action: 'Run `pnpm run setup`.',
  },
  'events-nowhere': { title: 'VOD has no notification URL', action: 'Run `pnpm run setup`.' },
  'uploads-told': { title: 'VOD sends a notification of every finished upload' },
  'uploads-untold': {
    title: 'VOD sends no notification of finished uploads: each upload waits for a poll',
    action: 'Run `pnpm run setup`.',
  },
  'deletions-untold': {
    title: 'VOD sends no notification of videos deleted in its console: they look broken',
    action: 'Run `pnpm run setup`.',
  },
  unsigned: {
    title: 'Notifications are not signed',
    action: 'Run `pnpm run setup`: it sets CALLBACK_SIGN_KEY.',
  },
  'notifications-refused': {
    title:
      'At least {count} notifications in a week had the right secret but a wrong signature, the last one at {lastAt}',
    action:
      'Run `pnpm run setup`: it gives VOD and the Worker the same CALLBACK_SIGN_KEY. If it continues, the secret is no longer secret: run `pnpm run setup --rotate`.',
  },
  'notifications-never': {
    title: 'Files were found only by polling: no notification of VOD has ever been accepted',
    action: 'Run `pnpm run setup`, and search for "callback-refused" in `pnpm exec wrangler tail`.',
  },
  'last-event': { title: 'The last notification was accepted at {lastAt}' },
  'procedure-none': { title: 'No task flow is configured: videos play as they were uploaded' },
  'procedure-known': { title: 'VOD knows the task flow {name}' },
  'procedure-unknown': {
    title: 'VOD has no task flow {name}: uploads wait for it and never become ready',
    action:
      'Set VOD_PROCEDURE to a task flow of the application, or to nothing, and run `pnpm run setup`.',
  },
  'procedure-unchecked': {
    title: 'The task flow could not be checked at VOD ({refusal})',
    action: 'Allow the CAM key to call DescribeProcedureTemplates, or check VOD’s console.',
  },
  'bucket-refused': {
    title: 'VOD does not open an upload ({refusal})',
    action: 'Check VOD_SUB_APP_ID and VOD_STORAGE_REGION, and whether the account is in arrears.',
  },
  'bucket-in-policy': { title: 'Pages may upload to {origin}' },
  'bucket-not-in-policy': {
    title: 'The Content-Security-Policy of the pages blocks uploads to {origin}',
    action: 'Set COS_ENDPOINT to it, and report it to us: VOD has a new storage host.',
  },
  'bucket-open': {
    title: 'The CORS rules of the bucket allow browsers to upload parts and read their ETags',
  },
  'bucket-closed': {
    title: 'The CORS rules of the bucket block uploads from browsers',
    action:
      'Allow this origin in the upload settings of the application in VOD’s console. If it is allowed, contact Tencent.',
  },
  'bucket-hides-etag': {
    title: 'The CORS rules of the bucket hide the ETag',
    action:
      'Allow this origin in the upload settings of the application in VOD’s console. If it is allowed, contact Tencent.',
  },
  'media-unchecked': {
    title: 'The newest media could not be checked ({refusal})',
    action: 'Try again in a minute. If it happens again, look up the code in product/266/31774.',
  },
  'media-none': { title: 'No video was published in the last thirty days' },
  'media-in-policy': { title: 'Pages may play videos from {hosts}' },
  'media-not-in-policy': {
    title: 'The Content-Security-Policy of the pages blocks playback from {blocked}',
    action: 'Run `MEDIA_ORIGINS="{hosts}" pnpm run setup`.',
  },
  'issuer-well': { title: 'The token issuer answers. Keys that can verify tokens: {keys}' },
  'issuer-silent': {
    title: 'The keys of the token issuer are not available ({refusal}): nobody can sign in',
    action: 'Check JWT_JWKS_URL or ACCESS_TEAM_DOMAIN, and whether the issuer is running.',
  },
  'issuer-keyless': {
    title: 'The token issuer at {url} has no key for RS256 or ES256: nobody can sign in',
    action: 'Configure it to sign with RSA of at least 2048 bits, or with P-256.',
  },
  'kv-well': { title: 'KV answers and accepts writes' },
  'kv-silent': {
    title: 'KV does not answer',
    action:
      'Check the limits of your plan (1,000 lists a day on the free plan) and cloudflarestatus.com.',
  },
  'kv-full': {
    title: 'KV accepts no writes: no upload can be opened',
    action:
      'Check the limits of your plan (1,000 writes a day on the free plan) and cloudflarestatus.com.',
  },
  limits: { title: 'AUTH_MODE {authMode}; files up to {gigabytes} GB' },
  unlimited: {
    title: 'One creator may open any number of uploads',
    action: 'Set UPLOADS_PER_DAY and CONCURRENT_UPLOADS to limit the cost of one account.',
  },
  rotating: {
    title: 'Secrets from before the last rotation are still accepted',
    action: 'Run `pnpm run setup --end-rotation` thirty days after the rotation.',
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
    opened: 'Opened',
    finished: 'Finished: can be watched',
    withProblem: 'With a problem',
    bytes: 'Sent to VOD',
    secondsToReady: 'From opening to ready, median',
    p95: '95 of 100 within {time}',
    noneReady: 'None is ready yet',
    notifications: 'Notifications in time',
    late: 'Late or lost: {count}',
    rejected: 'Refused this week for their signature: {count}',
    lastNotification: 'Last one: {time}',
    noNotification: 'None was ever taken',
    nameAndCount: '{name}: {count}',
    statuses: {
      open: 'Not sent yet',
      uploaded: 'Sent',
      processing: 'Processing',
      ready: 'Ready',
      rejected: 'Rejected',
      failed: 'Failed',
      expired: 'Abandoned',
      deleted: 'Deleted',
    },
    problems: {
      'processing-failed': 'VOD could not process it',
      'rendition-failed': 'A rendition failed; it plays all the same',
      'moderation-blocked': 'Blocked by the review',
      'upload-abandoned': 'Never finished sending',
    },
  },
}

/** Replaces each `{name}` of a text by its value. */
export const fillText = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
