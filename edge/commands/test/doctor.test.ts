import { expect, it } from 'vitest'
import { publish } from '../../../shared/local-vod/test/bare-client.ts'
import { signToken } from '../../src/creators/token.ts'
import type { Report } from '../../src/operator/report.ts'
import { examine } from '../examine.ts'
import { findingsOf } from '../findings.ts'
import { operatorClient, pagesOf } from '../operator-client.ts'
import { operator } from './operator.ts'

async function running(env: Record<string, string> = {}) {
  const studio = await operator({ real: true })
  Object.assign(studio.env, env)
  await studio.setUp()
  const { address = '', secrets } = studio.file.read()
  const client = operatorClient(address, secrets.OPERATOR_SECRET ?? '')
  const exp = Math.floor(Date.now() / 1000) + 3600
  const claims = { sub: 'ada', name: 'Ada', jti: crypto.randomUUID(), exp }
  const token = await signToken(secrets.SESSION_SECRET ?? '', 'session', claims)
  const call = async (path: string, body?: object) => {
    const response = await fetch(`${address}${path}`, {
      method: 'POST',
      headers: { cookie: `reelferry-session=${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    return (await response.json()) as Record<string, string>
  }
  return {
    ...studio,
    client,
    examine: async () => examine(client, '0.1.0'),
    /** Sends one file as the studio does, and waits until the Worker knows. */
    async upload() {
      const file = { name: 'clip.mp4', size: 1000, type: 'video/mp4' }
      const { uploadId } = await call('/api/uploads', file)
      const { signature = '' } = await call(`/api/uploads/${uploadId}/signature`)
      const signed = new URLSearchParams(Buffer.from(signature, 'base64').subarray(20).toString())
      const sourceContext = signed.get('sourceContext') ?? ''
      return publish(studio.region.origin, Buffer.alloc(1000), { sourceContext })
    },
  }
}

const levels = (findings: { level: string; says: string }[], level: string) =>
  findings.filter((one) => one.level === level).map(({ says }) => says)

it('finds a studio well that was just set up, and knows its notifications by what they brought', async () => {
  const studio = await running()
  const before = await studio.examine()
  expect(levels(before.findings, 'problem')).toEqual([])
  expect(before.metrics).toMatchObject({ opened: 0, notifications: { inTime: 0, late: 0 } })
  expect(before.metrics.lastNotificationAt).toBeUndefined()

  await studio.upload()
  await expect
    .poll(async () => (await studio.examine()).metrics, { timeout: 20_000 })
    .toMatchObject({ opened: 1, bytes: 1000, notifications: { inTime: 1, late: 0 } })
  const { findings, metrics } = await studio.examine()
  expect(metrics.byStatus).toEqual({ ready: 1 })
  expect(metrics.lastNotificationAt).toBeGreaterThan(0)
  // Its CDN is none of VOD's own here, so the pages' policy does not know it.
  expect(levels(findings, 'problem')).toEqual([expect.stringContaining(studio.region.origin)])
})

it('finds what is wrong at VOD, and says what to do; a creator is exported and erased', async () => {
  const studio = await running()
  await studio.modifyEvents({
    NotificationUrl: 'https://elsewhere.example/hook',
    UploadMediaCompleteEventSwitch: 'OFF',
  })
  const { findings } = await studio.examine()
  const problems = findings.filter(({ level }) => level === 'problem')
  expect(problems.map(({ says }) => says)).toEqual([
    expect.stringContaining('https://elsewhere.example'),
    expect.stringContaining('does not tell of finished uploads'),
  ])
  expect(problems.every(({ todo }) => todo)).toBe(true)

  // Nobody tells of it: all there is to erase here is that it was opened.
  await studio.upload()
  const exported = await studio.client.exportCreator('ada', undefined)
  expect(exported.uploads).toMatchObject([{ opened: { name: 'clip.mp4', creatorId: 'ada' } }])
  let erased = 0
  for await (const page of pagesOf((cursor) => studio.client.eraseCreator('ada', cursor)))
    erased += page.erased
  expect(erased).toBe(1)
  expect((await studio.client.exportCreator('ada', undefined)).uploads).toEqual([])

  const stranger = operatorClient(studio.file.read().address ?? '', 'another-secret')
  await expect(stranger.report()).rejects.toThrow('knows no operator by this secret')
})

const well: Report = {
  version: '0.1.0',
  now: 1_000_000,
  authMode: 'invite',
  eventMode: 'push',
  application: 1,
  limits: { maxFileBytes: 60e9, uploadsPerDay: 50, concurrentUploads: 5 },
  isCallbackSigned: true,
  isRotating: false,
  events: {
    mode: 'PUSH',
    origin: 'https://studio.example',
    isOurs: true,
    uploadSwitch: 'ON',
    deleteSwitch: 'ON',
  },
  bucket: {
    origin: 'https://b.cos.ap-x.myqcloud.com',
    isInPolicy: true,
    letsSend: true,
    showsEtag: true,
  },
  media: { hosts: ['https://1.vod2.myqcloud.com'], blocked: [] },
  kv: { answers: true },
}

const bucket = well.bucket as object
const cases: [string, Partial<Report>, string, string][] = [
  ['a wrong key', { events: { refusal: 'AuthFailure.SecretIdNotFound' } }, 'problem', 'the key'],
  [
    'a wrong application',
    { events: { refusal: 'InvalidParameterValue' } },
    'problem',
    'application',
  ],
  ['a clock that is off', { now: 2_000_000 }, 'problem', 'clock'],
  ['another mode at VOD', { eventMode: 'pull' }, 'problem', 'PUSH mode'],
  ['an upload VOD refuses', { bucket: { refusal: '10004' } }, 'problem', '10004'],
  [
    'CORS that lets nobody send',
    { bucket: { ...bucket, letsSend: false } as Report['bucket'] },
    'problem',
    'send',
  ],
  [
    'CORS that hides the ETag',
    { bucket: { ...bucket, showsEtag: false } as Report['bucket'] },
    'problem',
    'ETag',
  ],
  [
    'a bucket outside the policy',
    { bucket: { ...bucket, isInPolicy: false } as Report['bucket'] },
    'problem',
    'Content-Security-Policy',
  ],
  [
    'a CDN outside the policy',
    { media: { hosts: ['https://cdn.example'], blocked: ['https://cdn.example'] } },
    'problem',
    'https://cdn.example',
  ],
  ['KV that does not answer', { kv: { refusal: 'Failed' } }, 'problem', 'KV'],
  ['another version', { version: '0.0.9' }, 'hint', '0.0.9'],
  ['no limit', { limits: { ...well.limits, uploadsPerDay: 0 } }, 'hint', 'any number'],
  ['unsigned notifications', { isCallbackSigned: false }, 'hint', 'not signed'],
  ['a rotation that was not ended', { isRotating: true }, 'hint', 'before a change'],
]

it.each(cases)('recognises %s, and that alone', (_, change, level, text) => {
  const findings = findingsOf({ ...well, ...change }, 1_000_000, '0.1.0')
  const unwell = findings.filter((one) => one.level !== 'ok')
  expect(unwell).toEqual([
    { level, says: expect.stringContaining(text), todo: expect.stringMatching(/\S/) },
  ])
})

it('has nothing to say of a studio that is well', () => {
  const findings = findingsOf(well, 1_000_000, '0.1.0')
  expect(findings.filter(({ level }) => level !== 'ok')).toEqual([])
})
