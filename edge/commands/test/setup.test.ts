import { describe, expect, it } from 'vitest'
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { studioFile } from '../studio-file.ts'
import { account, operator, title } from './operator.ts'

describe('setup', () => {
  it('deploys a studio that VOD notifies, without questions about variables of the environment', async () => {
    const studio = await operator({ real: true })
    await studio.setUp()
    const { address, secrets } = studio.file.read()
    expect(await studio.events()).toMatchObject({
      Mode: 'PUSH',
      NotificationUrl: `${address}/api/vod/events/${secrets.CALLBACK_SECRET}`,
      UploadMediaCompleteEventSwitch: 'ON',
    })
    expect(studio.worker()).toMatchObject({
      namespaceId: studio.cloudflare.titles.get(title),
      secrets: { ...secrets, VOD_SECRET_ID: account.secretId, VOD_SECRET_KEY: account.secretKey },
    })
    expect(await (await fetch(`${address}/api/health`)).json()).toMatchObject({ ok: true })
    expect(studio.questions).toEqual([])
  })

  it('prompts for a missing key, and prints no secret', async () => {
    const studio = await operator()
    studio.env.VOD_SECRET_ID = undefined
    studio.env.VOD_SECRET_KEY = undefined
    studio.answers.VOD_SECRET_ID = account.secretId
    studio.answers['VOD_SECRET_KEY that'] = account.secretKey
    await studio.setUp()
    expect(studio.questions).toHaveLength(2)
    const { secrets } = studio.file.read()
    expect(Object.keys(secrets).toSorted()).toEqual([
      'CALLBACK_SECRET',
      'CALLBACK_SIGN_KEY',
      'OPERATOR_SECRET',
      'SESSION_SECRET',
    ])
    for (const value of [...Object.values(secrets), account.secretId, account.secretKey])
      expect(studio.screen.join('\n')).not.toContain(value)
    expect(statSync(studio.filePath).mode & 0o077).toBe(0)
  })

  it('offers to sign in to Cloudflare, and continues after the sign-in', async () => {
    const studio = await operator()
    studio.cloudflare.isSignedIn = false
    await expect(studio.setUp()).rejects.toThrow('You aren’t signed in')
    studio.answers['Sign in to Cloudflare'] = 'y'
    await studio.setUp()
    expect(studio.cloudflare.calls).toContain('signIn')
    expect(studio.screen.at(-2)).toContain('The studio is at')
  })

  it.each([
    ['20.19.0', 1, 'Node 20.19.0 is too old: 22.18 or newer is needed.\n'],
    ['22.17.1', 1, 'Node 22.17.1 is too old: 22.18 or newer is needed.\n'],
    ['22.18.0', 0, ''],
    ['26.0.0', 0, ''],
  ])('checks Node %s before it runs anything else', (version, status, message) => {
    const check = new URL('../node-version.js', import.meta.url).href
    const script = `Object.defineProperty(process.versions, 'node', { value: '${version}' }); await import('${check}')`
    const args = ['--input-type=module', '--eval', script]
    const result = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect([result.status, result.stderr]).toEqual([status, message])
  })

  it('changes nothing when it is run again', async () => {
    const studio = await operator()
    await studio.setUp()
    const [file, worker] = [studio.file.read(), studio.worker()]
    await studio.setUp()
    expect(studio.file.read().secrets).toEqual(file.secrets)
    expect(studio.worker()).toEqual(worker)
    expect(studio.cloudflare.titles.size).toBe(1)
  })

  it('does not change deployed secrets that it does not know, when its file is lost', async () => {
    const studio = await operator()
    await studio.setUp()
    const before = studio.worker()?.secrets
    studio.file.delete()
    await studio.setUp()
    expect(studio.questions).toEqual([])
    const after = studio.worker()?.secrets
    expect(after?.SESSION_SECRET).toBe(before?.SESSION_SECRET)
    expect(after?.CALLBACK_SECRET).toBe(before?.CALLBACK_SECRET)
    expect(after?.OPERATOR_SECRET).toBe(before?.OPERATOR_SECRET)
    expect(studio.file.read().secrets.SESSION_SECRET).toBeUndefined()
  })

  it('keeps stored variables, and adds new ones from the environment', async () => {
    const studio = await operator()
    studio.env.VOD_PROCEDURE = 'LongVideoPreset'
    await studio.setUp()
    studio.env.VOD_PROCEDURE = undefined
    studio.env.UPLOADS_PER_DAY = '50'
    await studio.setUp()
    expect(studio.worker()?.variables).toMatchObject({
      VOD_PROCEDURE: 'LongVideoPreset',
      UPLOADS_PER_DAY: '50',
    })
  })

  it.each([
    ['VOD_SECRET_ID', 'Another', 'VOD doesn’t know VOD_SECRET_ID'],
    ['VOD_SECRET_KEY', 'another', 'doesn’t belong'],
    ['VOD_SUB_APP_ID', '1', 'VOD_SUB_APP_ID isn’t an application'],
    ['VOD_PROCEDURE', 'NobodyMadeIt', 'Task flow NobodyMadeIt doesn’t exist'],
    ['SIGNATURE_TTL_SECONDS', '1', 'SIGNATURE_TTL_SECONDS must be at least 10'],
  ])('stops at a wrong %s before it changes anything', async (name, value, message) => {
    const studio = await operator()
    studio.env[name] = value
    await expect(studio.setUp()).rejects.toThrow(message)
    expect(studio.cloudflare.workers.size).toBe(0)
    expect(studio.file.read().secrets).toEqual({})
  })

  it('does not redirect another system’s notifications without a confirmation', async () => {
    const studio = await operator()
    const elsewhere = 'https://elsewhere.example/hook'
    await studio.modifyEvents({ NotificationUrl: elsewhere })
    await expect(studio.setUp()).rejects.toThrow('go to https://elsewhere.example')
    expect(await studio.events()).toMatchObject({ NotificationUrl: elsewhere })
    expect(studio.cloudflare.workers.size).toBe(0)
    await studio.setUp({ replaceCallback: true })
    expect((await studio.events()).NotificationUrl).not.toBe(elsewhere)
  })

  it('does not redirect another studio’s notifications without a confirmation', async () => {
    const studio = await operator()
    await studio.setUp()
    const { NotificationUrl } = await studio.events()
    studio.context.file = studioFile('staging', studio.secretsDirectory)
    const staging = () => studio.setUp({ environment: 'staging' })
    await expect(staging()).rejects.toThrow('Use another application')
    expect(await studio.events()).toMatchObject({ NotificationUrl })
    expect([...studio.cloudflare.workers.keys()]).toEqual(['reelferry'])
    studio.answers['instead?'] = 'y'
    await staging()
    expect((await studio.events()).NotificationUrl).not.toBe(NotificationUrl)
  })

  it('stores the custom domain', async () => {
    const studio = await operator()
    await studio.setUp({ domain: 'studio.example.com' })
    await studio.setUp({ rotate: true })
    expect(studio.cloudflare.domain).toBe('studio.example.com')
  })

  it('sets VOD’s pull mode if EVENT_MODE is pull', async () => {
    const studio = await operator()
    studio.env.EVENT_MODE = 'pull'
    await studio.setUp()
    expect(await studio.events()).toMatchObject({ Mode: 'PULL', NotificationUrl: '' })
  })
})

describe('setup --dry-run', () => {
  it('prints its steps, and changes nothing', async () => {
    const studio = await operator()
    const before = await studio.events()
    await studio.setUp({ dryRun: true })
    expect(await studio.events()).toEqual(before)
    expect(studio.cloudflare.calls).toContain('check')
    const changes = ['createNamespace', 'putSecrets', 'deploy', 'signIn']
    expect(studio.cloudflare.calls.filter((call) => changes.includes(call))).toEqual([])
    expect(studio.file.read()).toEqual({ variables: {}, secrets: {} })
    expect(studio.screen.join('\n')).toContain(`create the KV namespace ${title}`)
  })

  it('prints all problems, and makes the other checks', async () => {
    const studio = await operator()
    studio.cloudflare.isSignedIn = false
    studio.env.VOD_SECRET_KEY = undefined
    await expect(studio.setUp({ dryRun: true })).rejects.toThrow(
      'Problems to fix first, see above: 2',
    )
    expect(studio.screen.join('\n')).toContain('You aren’t signed in to Cloudflare')
    expect(studio.screen.join('\n')).toContain('Missing: VOD_SECRET_KEY')
    expect(studio.cloudflare.calls).toContain('check')
  })
})

describe('setup --rotate', () => {
  it('replaces every secret and accepts the previous ones until --end-rotation', async () => {
    const studio = await operator({ real: true })
    await studio.setUp()
    const first = studio.file.read().secrets
    await studio.setUp({ rotate: true })
    const second = studio.worker()?.secrets ?? {}
    for (const name of ['SESSION_SECRET', 'CALLBACK_SECRET', 'CALLBACK_SIGN_KEY']) {
      expect(second[`${name}_PREVIOUS`]).toBe(first[name])
      expect(second[name]).not.toBe(first[name])
    }
    const { NotificationUrl } = await studio.events()
    expect(NotificationUrl).toContain(second.CALLBACK_SECRET)
    await studio.setUp({ endRotation: true })
    const third = studio.worker()?.secrets ?? {}
    expect(Object.keys(third).filter((name) => name.endsWith('_PREVIOUS'))).toEqual([])
    expect(third.SESSION_SECRET).toBe(second.SESSION_SECRET)
  })
})

describe('setup --undo', () => {
  it('reverts setup, and deletes data only with --erase-data', async () => {
    const studio = await operator()
    await studio.setUp()
    await studio.undo()
    expect((await studio.events()).NotificationUrl).toBe('')
    expect([studio.cloudflare.workers.size, studio.cloudflare.titles.size]).toEqual([0, 1])
    await studio.undo(true)
    expect(studio.cloudflare.titles.size).toBe(0)
    expect(studio.file.read().secrets).toEqual({})
  })

  it('does not change notifications that go elsewhere', async () => {
    const studio = await operator()
    await studio.setUp()
    await studio.modifyEvents({ NotificationUrl: 'https://elsewhere.example/hook' })
    await studio.undo()
    expect((await studio.events()).NotificationUrl).toBe('https://elsewhere.example/hook')
  })
})
