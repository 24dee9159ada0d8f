import type { Report } from '../src/operator/report.ts'

/** One thing the doctor looked at: what it saw, and what to do where it is not well. */
export interface Finding {
  level: 'ok' | 'hint' | 'problem'
  says: string
  todo?: string
}

const ok = (says: string): Finding => ({ level: 'ok', says })
const hint = (says: string, todo: string): Finding => ({ level: 'hint', says, todo })
const problem = (says: string, todo: string): Finding => ({ level: 'problem', says, todo })

/** Further off, VOD refuses what is signed (product/266/31777). */
const clockToleranceMs = 300_000

/** What VOD's refusals ask for. */
function onRefusal(code: string): string {
  const causes: [RegExp, string][] = [
    [/SecretId|SignatureFailure/, 'Run `pnpm run setup` with a key that VOD knows.'],
    [/SignatureExpire/, 'VOD’s clock and the Worker’s differ. Look at status.tencentcloud.com.'],
    [/Unauthorized|AuthFailure/, 'Give the CAM key the policy QcloudVODFullAccess.'],
    [
      /InvalidParameterValue|ResourceNotFound/,
      'Set VOD_SUB_APP_ID to an application of the account.',
    ],
    [/Unreachable|UnexpectedAnswer/, 'VOD did not answer. Try again; look at VOD_API_ENDPOINT.'],
    [/BudgetSpent|RequestLimit/, 'VOD was asked too often just now. Try again in a minute.'],
  ]
  return (
    causes.find(([pattern]) => pattern.test(code))?.[1] ?? 'Look the code up: product/266/31774.'
  )
}

function ofEvents({ events, eventMode, isCallbackSigned, application }: Report): Finding[] {
  if ('refusal' in events)
    return [
      problem(
        `VOD refuses the key or the application (${events.refusal})`,
        onRefusal(events.refusal),
      ),
    ]
  const findings = [
    ok(
      `VOD accepts the key, for ${application ? `application ${application}` : 'the primary application'}`,
    ),
  ]
  const wanted = eventMode === 'pull' ? 'PULL' : 'PUSH'
  if (events.mode !== wanted)
    findings.push(
      problem(
        `VOD is in ${events.mode} mode, the Worker expects ${wanted}`,
        'Run `pnpm run setup`, or change EVENT_MODE.',
      ),
    )
  else if (wanted === 'PULL')
    findings.push(ok('VOD keeps its events to be pulled every five minutes'))
  else if (events.isOurs) findings.push(ok('VOD calls back here'))
  else
    findings.push(
      problem(
        events.origin
          ? `VOD calls back to ${events.origin}, not here or with another secret`
          : 'VOD calls nobody back',
        'Run `pnpm run setup`.',
      ),
    )
  if (events.uploadSwitch === 'ON') findings.push(ok('VOD tells of finished uploads'))
  else
    findings.push(
      problem(
        'VOD does not tell of finished uploads: each waits for a poll',
        'Run `pnpm run setup`.',
      ),
    )
  if (events.deleteSwitch !== 'ON')
    findings.push(
      hint(
        'VOD does not tell of deletions in its console: such videos look broken',
        'Run `pnpm run setup`.',
      ),
    )
  if (!isCallbackSigned && wanted === 'PUSH')
    findings.push(
      hint('Notifications are not signed', 'Run `pnpm run setup`: it sets CALLBACK_SIGN_KEY.'),
    )
  return findings
}

function ofBucket({ bucket }: Report): Finding[] {
  if ('refusal' in bucket)
    return [
      problem(
        `VOD refuses to open an upload (${bucket.refusal})`,
        'Look at VOD_SUB_APP_ID and VOD_STORAGE_REGION, and whether the account is in arrears.',
      ),
    ]
  const { origin, isInPolicy, letsSend, showsEtag } = bucket
  return [
    isInPolicy
      ? ok(`Pages may send to ${origin}`)
      : problem(
          `The pages’ Content-Security-Policy does not let them send to ${origin}`,
          'Set COS_ENDPOINT to it, and tell us: VOD has a new storage host.',
        ),
    letsSend && showsEtag
      ? ok('The bucket’s CORS rules let browsers send parts and read their ETags')
      : problem(
          `The bucket’s CORS rules ${letsSend ? 'hide the ETag' : 'do not let browsers send'}`,
          'In VOD’s console, allow this origin in the application’s upload settings; ask Tencent if it is.',
        ),
  ]
}

function ofMedia({ media }: Report): Finding[] {
  if ('refusal' in media)
    return [
      hint(`The newest media could not be looked at (${media.refusal})`, onRefusal(media.refusal)),
    ]
  if (media.hosts.length === 0) return [ok('No video has been published in thirty days')]
  if (media.blocked.length === 0) return [ok(`Pages may play from ${media.hosts.join(', ')}`)]
  return [
    problem(
      `The pages’ Content-Security-Policy does not let them play from ${media.blocked.join(', ')}`,
      `Run \`MEDIA_ORIGINS="${media.hosts.join(' ')}" pnpm run setup\`.`,
    ),
  ]
}

function ofLimits({ limits, authMode, isRotating }: Report): Finding[] {
  const gigabytes = Math.round(limits.maxFileBytes / 1e9)
  const findings = [ok(`AUTH_MODE ${authMode}; files up to ${gigabytes} GB`)]
  if (limits.uploadsPerDay === 0)
    findings.push(
      hint(
        'One creator may open any number of uploads',
        'Set UPLOADS_PER_DAY, and CONCURRENT_UPLOADS, to bound what one account can cost.',
      ),
    )
  if (isRotating)
    findings.push(
      hint(
        'Secrets from before a change are still accepted',
        'Run `pnpm run setup --end-rotation` thirty days after the change.',
      ),
    )
  return findings
}

/** What a report means. `now` is this machine's clock, unix ms; `ours` the version checked out here. */
export function findingsOf(report: Report, now: number, ours: string): Finding[] {
  const offMs = Math.abs(report.now - now)
  return [
    report.version === ours
      ? ok(`Version ${report.version}`)
      : hint(`Version ${report.version} is deployed, ${ours} is here`, 'Run `pnpm run deploy`.'),
    offMs < clockToleranceMs
      ? ok('The clocks agree')
      : problem(
          `This machine’s clock and the Worker’s differ by ${Math.round(offMs / 60_000)} minutes`,
          'Set this machine’s clock: VOD refuses what is signed more than five minutes off.',
        ),
    ...ofEvents(report),
    ...ofBucket(report),
    ...ofMedia(report),
    'refusal' in report.kv
      ? problem(
          'KV does not answer',
          'Look at the limits of your plan (1,000 lists a day on the free one) and cloudflarestatus.com.',
        )
      : ok('KV answers'),
    ...ofLimits(report),
  ]
}
