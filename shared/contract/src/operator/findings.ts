import type { Metrics } from './metrics.ts'
import type { Report } from './report.ts'
import { fillText } from './fill-text.ts'
import type { FindingCode, FindingText } from './report-texts.ts'

/** A statement about a deployment: its code, and the values that its text is filled in with. */
export interface Finding {
  level: 'ok' | 'hint' | 'problem'
  code: FindingCode
  values: Record<string, string>
}

const finding =
  (level: Finding['level']) =>
  (code: FindingCode, values: Finding['values'] = {}): Finding => ({ level, code, values })
const ok = finding('ok')
const hint = finding('hint')
const problem = finding('problem')

/** The text of a finding in the language of `texts`, with its values filled in. */
export function findingText(
  { code, values }: Finding,
  texts: Record<FindingCode, FindingText>,
): FindingText {
  const { title, action } = texts[code]
  return {
    title: fillText(title, values),
    ...(action && { action: fillText(action, values) }),
  }
}

/** The urgency of a finding, the most urgent first. */
export const severities = ['fix-now', 'should-fix', 'suggestion', 'ok'] as const
export type Severity = (typeof severities)[number]

/** Problems because of which nobody can sign in, upload or watch. */
const outages =
  /^(vod-refuses|vod-unreachable|procedure-unknown|bucket-|media-not-in-policy|issuer-|kv-)/

/** Hints about something that looks broken to creators or is out of date. */
const visibleDefects: ReadonlySet<FindingCode> = new Set(['deletions-untold', 'version-differs'])

/** The urgency of a finding for the operator. */
export function severityOf({ level, code }: Finding): Severity {
  if (level === 'ok') return 'ok'
  if (level === 'problem') return outages.test(code) ? 'fix-now' : 'should-fix'
  return visibleDefects.has(code) ? 'should-fix' : 'suggestion'
}

/** Hints that only `pnpm run setup` resolves. A local studio has no setup. */
const setupHints: ReadonlySet<FindingCode> = new Set([
  'deletions-untold',
  'unsigned',
  'unlimited',
  'rotating',
])

/** VOD rejects signatures with a larger clock deviation (product/266/31777). */
const clockToleranceMs = 300_000

/** Findings by VOD's error codes (product/266/31774). The first pattern that matches applies. */
const vodRefusals: [RegExp, FindingCode][] = [
  [/SecretId|SignatureFailure/, 'vod-refuses-key'],
  [/SignatureExpire/, 'vod-refuses-clock'],
  [/Unauthorized|AuthFailure/, 'vod-refuses-permission'],
  [/InvalidParameterValue|ResourceNotFound/, 'vod-refuses-application'],
  [/Unreachable|UnexpectedAnswer/, 'vod-unreachable'],
  [/BudgetSpent|RequestLimit/, 'vod-too-often'],
]

/** Formats a time as `2026-11-25 00:42 UTC`. */
const formatTime = (unixMs: number) =>
  new Date(unixMs).toISOString().replace(/^(.+)T(.{5}).*$/, '$1 $2 UTC')

function* eventFindings({ events, eventMode, isCallbackSigned, application, refused }: Report) {
  if ('refusal' in events) {
    const { refusal } = events
    const code = vodRefusals.find(([pattern]) => pattern.test(refusal))?.[1] ?? 'vod-refuses'
    yield problem(code, { refusal })
    return
  }
  yield application
    ? ok('vod-accepts', { application: String(application) })
    : ok('vod-accepts-primary')
  const wanted = eventMode === 'pull' ? 'PULL' : 'PUSH'
  if (events.mode !== wanted) yield problem('mode-differs', { mode: events.mode, wanted })
  else if (wanted === 'PULL') yield ok('events-pulled')
  else if (events.isOurs)
    yield events.isHere
      ? ok('events-here')
      : hint('events-at-other-address', { origin: events.origin })
  else if (events.origin) yield problem('events-elsewhere', { origin: events.origin })
  else yield problem('events-nowhere')
  yield events.uploadSwitch === 'ON' ? ok('uploads-told') : problem('uploads-untold')
  if (events.deleteSwitch !== 'ON') yield hint('deletions-untold')
  if (!isCallbackSigned && wanted === 'PUSH') yield hint('unsigned')
  if (refused.count > 0)
    yield problem('notifications-refused', {
      count: String(refused.count),
      lastAt: formatTime(refused.lastAt ?? 0),
    })
}

function procedureFinding({ procedure }: Report): Finding {
  if (!procedure) return ok('procedure-none')
  if ('refusal' in procedure) return hint('procedure-unchecked', procedure)
  const { name } = procedure
  return procedure.exists ? ok('procedure-known', { name }) : problem('procedure-unknown', { name })
}

function* bucketFindings({ bucket }: Report) {
  if ('refusal' in bucket) {
    yield problem('bucket-refused', bucket)
    return
  }
  const { origin, isInPolicy, letsSend, showsEtag } = bucket
  yield isInPolicy
    ? ok('bucket-in-policy', { origin })
    : problem('bucket-not-in-policy', { origin })
  if (!letsSend) yield problem('bucket-closed')
  else yield showsEtag ? ok('bucket-open') : problem('bucket-hides-etag')
}

function mediaFinding({ media }: Report): Finding {
  if ('refusal' in media) return hint('media-unchecked', media)
  const { hosts, blocked } = media
  if (hosts.length === 0) return ok('media-none')
  if (blocked.length === 0) return ok('media-in-policy', { hosts: hosts.join(', ') })
  return problem('media-not-in-policy', { hosts: hosts.join(' '), blocked: blocked.join(', ') })
}

function* issuerFindings({ issuer }: Report) {
  if (!issuer) return
  if ('refusal' in issuer) yield problem('issuer-silent', issuer)
  else if (issuer.usableKeys === 0) yield problem('issuer-keyless', { url: issuer.url })
  else yield ok('issuer-well', { keys: String(issuer.usableKeys) })
}

function kvFinding({ kv }: Report): Finding {
  if (!kv.lists) return problem('kv-silent')
  return kv.writes ? ok('kv-well') : problem('kv-full')
}

function* limitFindings({ limits, authMode, isRotating }: Report) {
  yield ok('limits', { authMode, gigabytes: String(Math.round(limits.maxFileBytes / 1e9)) })
  if (limits.uploadsPerDay === 0) yield hint('unlimited')
  if (isRotating) yield hint('rotating')
}

/**
 * Derives the findings from a report.
 * @param now clock of this machine, Unix ms
 * @param localVersion version of the checkout; without a checkout, the version is not compared
 */
export function findingsOfReport(
  report: Report,
  now: number,
  localVersion = report.version,
): Finding[] {
  const { version } = report
  const offMs = Math.abs(report.now - now)
  const findings = [
    version === localVersion
      ? ok('version', { version })
      : hint('version-differs', { version, ours: localVersion }),
    offMs < clockToleranceMs
      ? ok('clocks-agree')
      : problem('clocks-differ', { minutes: String(Math.round(offMs / 60_000)) }),
    ...eventFindings(report),
    procedureFinding(report),
    ...bucketFindings(report),
    mediaFinding(report),
    ...issuerFindings(report),
    kvFinding(report),
    ...limitFindings(report),
  ]
  return report.authMode === 'local'
    ? findings.filter(({ code }) => !setupHints.has(code))
    : findings
}

/** Derives the finding about VOD's notifications from the metrics of all uploads. */
export function findingsOfMetrics({ notifications, lastNotificationAt }: Metrics): Finding[] {
  if (lastNotificationAt) return [ok('last-event', { lastAt: formatTime(lastNotificationAt) })]
  return notifications.late > 0 ? [problem('notifications-never')] : []
}
