import { expect, it } from 'vitest'
import { publish } from '../../../shared/local-vod/test/api-client.ts'
import type { Finding } from '@reelferry/contract/operator'
import { signToken } from '../../src/creators/token.ts'
import { examine } from '../examine.ts'
import { operatorClient, pagesOf } from '../operator-client.ts'
import { operator } from './operator.ts'

async function running() {
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

const problems = (findings: Finding[]) =>
  findings.filter(({ level }) => level === 'problem').map(({ code }) => code)

it('finds a studio well that was just set up, and knows its notifications by what they brought', async () => {
  const studio = await running()
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
  // Its CDN is none of VOD's own here, so the pages' policy does not know it.
  expect(problems(findings)).toEqual(['media-not-in-policy'])
})

it('finds what is wrong at VOD; a creator is exported and erased', async () => {
  const studio = await running()
  await studio.modifyEvents({
    NotificationUrl: 'https://elsewhere.example/hook',
    UploadMediaCompleteEventSwitch: 'OFF',
  })
  const { findings } = await studio.examine()
  expect(problems(findings)).toEqual(['events-elsewhere', 'uploads-untold'])

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
