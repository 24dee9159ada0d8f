import { examineStudio, type Finding } from '@reelferry/contract/operator'
import { expect, it } from 'vitest'
import { publish } from '../../../shared/local-vod/test/api-client.ts'
import { signToken } from '../../src/creators/token.ts'
import { operatorClient } from '../operator-client.ts'
import { operator } from './operator.ts'

/** A set-up studio that runs. */
async function runningStudio() {
  const studio = await operator({ real: true })
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
    async examine() {
      for await (const examination of examineStudio(client, Date.now, '0.1.0'))
        if (examination.isComplete) return examination
      throw new Error('The examination did not complete.')
    },
    /** Uploads one file as the studio does. */
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

const problems = (findings: Finding[]) =>
  findings.filter(({ level }) => level === 'problem').map(({ code }) => code)

it('finds no problem after setup, and counts an upload with its notification', async () => {
  const studio = await runningStudio()
  const before = await studio.examine()
  expect(problems(before.findings)).toEqual([])
  expect(before.metrics).toMatchObject({ opened: 0, notifications: { inTime: 0, late: 0 } })
  expect(before.metrics.lastNotificationAt).toBeUndefined()

  await studio.upload()
  await expect
    .poll(async () => (await studio.examine()).metrics, { timeout: 20_000 })
    .toMatchObject({ opened: 1, bytes: 1000, notifications: { inTime: 1, late: 0 } })
  const { findings, metrics } = await studio.examine()
  expect(metrics.byStatus).toEqual({ ready: 1 })
  expect(metrics.lastNotificationAt).toBeGreaterThan(0)
  // The local region's CDN is not in the Content-Security-Policy.
  expect(problems(findings)).toEqual(['media-not-in-policy'])
})

it('finds wrong event settings at VOD, and exports and erases a creator', async () => {
  const studio = await runningStudio()
  await studio.modifyEvents({
    NotificationUrl: 'https://elsewhere.example/hook',
    UploadMediaCompleteEventSwitch: 'OFF',
  })
  const { findings } = await studio.examine()
  expect(problems(findings)).toEqual(['events-elsewhere', 'uploads-untold'])

  // Without a notification, the record only contains that the upload was opened.
  await studio.upload()
  const exportUploads = async () => {
    const uploads = []
    for await (const page of studio.client.exportCreator('ada')) uploads.push(...page.uploads)
    return uploads
  }
  expect(await exportUploads()).toMatchObject([{ opened: { name: 'clip.mp4', creatorId: 'ada' } }])
  let erased = 0
  for await (const page of studio.client.eraseCreator('ada')) erased += page.erased
  expect(erased).toBe(1)
  expect(await exportUploads()).toEqual([])

  const stranger = operatorClient(studio.file.read().address ?? '', 'another-secret')
  await expect(stranger.report()).rejects.toThrow('doesn’t accept this OPERATOR_SECRET')
})
