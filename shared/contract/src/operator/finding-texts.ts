/** What a finding says, and what to do where that is not well. `{names}` are filled in from its values. */
export interface FindingText {
  says: string
  todo?: string
}

/**
 * Every finding, by its permanent code. The operator's page translates by code; these are for
 * `pnpm run doctor`, and the page's own in English.
 */
export const findingTexts = {
  version: { says: 'Version {version}' },
  'version-differs': {
    says: 'Version {version} is deployed, {ours} is here',
    todo: 'Run `pnpm run deploy`.',
  },
  'clocks-agree': { says: 'The clocks agree' },
  'clocks-differ': {
    says: 'This machine’s clock and the Worker’s differ by {minutes} minutes',
    todo: 'Set this machine’s clock: VOD refuses what is signed more than five minutes off.',
  },
  'vod-accepts-primary': { says: 'VOD accepts the key, for the primary application' },
  'vod-accepts': { says: 'VOD accepts the key, for application {application}' },
  'vod-refuses-key': {
    says: 'VOD refuses the key ({refusal})',
    todo: 'Run `pnpm run setup` with a key that VOD knows.',
  },
  'vod-refuses-clock': {
    says: 'VOD refuses the time of what is signed ({refusal})',
    todo: 'VOD’s clock and the Worker’s differ. Look at status.tencentcloud.com.',
  },
  'vod-refuses-permission': {
    says: 'VOD does not let the key in ({refusal})',
    todo: 'Give the CAM key the policy QcloudVODFullAccess.',
  },
  'vod-refuses-application': {
    says: 'VOD refuses the application ({refusal})',
    todo: 'Set VOD_SUB_APP_ID to an application of the account.',
  },
  'vod-unreachable': {
    says: 'VOD did not answer ({refusal})',
    todo: 'Try again; look at VOD_API_ENDPOINT.',
  },
  'vod-too-often': {
    says: 'VOD was asked too often just now ({refusal})',
    todo: 'Try again in a minute.',
  },
  'vod-refuses': { says: 'VOD refuses ({refusal})', todo: 'Look the code up: product/266/31774.' },
  'mode-differs': {
    says: 'VOD is in {mode} mode, the Worker expects {wanted}',
    todo: 'Run `pnpm run setup`, or change EVENT_MODE.',
  },
  'events-pulled': { says: 'VOD keeps its events to be pulled every five minutes' },
  'events-here': { says: 'VOD calls back here' },
  'events-at-other-address': {
    says: 'VOD calls back to {origin}, with this studio’s secret',
    todo: 'Nothing, if that is another address of this studio. If it is not, run `pnpm run setup`.',
  },
  'events-elsewhere': {
    says: 'VOD calls back to {origin}, not here or with another secret',
    todo: 'Run `pnpm run setup`.',
  },
  'events-nowhere': { says: 'VOD calls nobody back', todo: 'Run `pnpm run setup`.' },
  'uploads-told': { says: 'VOD tells of finished uploads' },
  'uploads-untold': {
    says: 'VOD does not tell of finished uploads: each waits for a poll',
    todo: 'Run `pnpm run setup`.',
  },
  'deletions-untold': {
    says: 'VOD does not tell of deletions in its console: such videos look broken',
    todo: 'Run `pnpm run setup`.',
  },
  unsigned: {
    says: 'Notifications are not signed',
    todo: 'Run `pnpm run setup`: it sets CALLBACK_SIGN_KEY.',
  },
  'notifications-refused': {
    says: 'Notifications with the right secret were refused for their signature, at least {count} in a week, last at {lastAt}',
    todo: 'Run `pnpm run setup`: it gives VOD and the Worker the same CALLBACK_SIGN_KEY. If it goes on, somebody knows the secret: `pnpm run setup --rotate`.',
  },
  'notifications-never': {
    says: 'Files were found only by asking: no notification of VOD has ever been taken',
    todo: 'Run `pnpm run setup`, and look for "callback-refused" in `pnpm exec wrangler tail`.',
  },
  'last-event': { says: 'The last notification was taken at {lastAt}' },
  'procedure-none': { says: 'No task flow is started: videos play as they were sent' },
  'procedure-known': { says: 'VOD knows the task flow {name}' },
  'procedure-unknown': {
    says: 'VOD knows no task flow {name}: uploads wait for one that never comes',
    todo: 'Set VOD_PROCEDURE to one that the application has, or to nothing, and run `pnpm run setup`.',
  },
  'procedure-unchecked': {
    says: 'VOD does not tell whether it has the task flow ({refusal})',
    todo: 'Let the CAM key call DescribeProcedureTemplates, or look in VOD’s console.',
  },
  'bucket-refused': {
    says: 'VOD refuses to open an upload ({refusal})',
    todo: 'Look at VOD_SUB_APP_ID and VOD_STORAGE_REGION, and whether the account is in arrears.',
  },
  'bucket-in-policy': { says: 'Pages may send to {origin}' },
  'bucket-not-in-policy': {
    says: 'The pages’ Content-Security-Policy does not let them send to {origin}',
    todo: 'Set COS_ENDPOINT to it, and tell us: VOD has a new storage host.',
  },
  'bucket-open': { says: 'The bucket’s CORS rules let browsers send parts and read their ETags' },
  'bucket-closed': {
    says: 'The bucket’s CORS rules do not let browsers send',
    todo: 'In VOD’s console, allow this origin in the application’s upload settings; ask Tencent if it is.',
  },
  'bucket-hides-etag': {
    says: 'The bucket’s CORS rules hide the ETag',
    todo: 'In VOD’s console, allow this origin in the application’s upload settings; ask Tencent if it is.',
  },
  'media-unchecked': {
    says: 'The newest media could not be looked at ({refusal})',
    todo: 'Try again in a minute. If it stays, look the code up: product/266/31774.',
  },
  'media-none': { says: 'No video has been published in thirty days' },
  'media-in-policy': { says: 'Pages may play from {hosts}' },
  'media-not-in-policy': {
    says: 'The pages’ Content-Security-Policy does not let them play from {blocked}',
    todo: 'Run `MEDIA_ORIGINS="{hosts}" pnpm run setup`.',
  },
  'issuer-well': { says: 'The issuer of tokens answers, with keys to check them by: {keys}' },
  'issuer-silent': {
    says: 'The issuer’s keys cannot be had ({refusal}): nobody can sign in',
    todo: 'Look at JWT_JWKS_URL, or ACCESS_TEAM_DOMAIN, and whether the issuer is up.',
  },
  'issuer-keyless': {
    says: 'The issuer at {url} has no key that signs RS256 or ES256: nobody can sign in',
    todo: 'Let it sign with RSA of 2048 bits or more, or with P-256.',
  },
  'kv-well': { says: 'KV answers, and takes a write' },
  'kv-silent': {
    says: 'KV does not answer',
    todo: 'Look at the limits of your plan (1,000 lists a day on the free one) and cloudflarestatus.com.',
  },
  'kv-full': {
    says: 'KV takes no write: no upload can be opened',
    todo: 'Look at the limits of your plan (1,000 writes a day on the free one) and cloudflarestatus.com.',
  },
  limits: { says: 'AUTH_MODE {authMode}; files up to {gigabytes} GB' },
  unlimited: {
    says: 'One creator may open any number of uploads',
    todo: 'Set UPLOADS_PER_DAY, and CONCURRENT_UPLOADS, to bound what one account can cost.',
  },
  rotating: {
    says: 'Secrets from before a change are still accepted',
    todo: 'Run `pnpm run setup --end-rotation` thirty days after the change.',
  },
} as const satisfies Record<string, FindingText>

export type FindingCode = keyof typeof findingTexts
