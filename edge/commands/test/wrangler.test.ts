/** Runs the project's wrangler against a stand-in for Cloudflare's API. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { unstable_readConfig } from 'wrangler'
import { configure } from '../deployment.ts'
import { type Build, cloudflareByWrangler } from '../wrangler.ts'
import { startCloudflareApi } from './cloudflare-api.ts'

const edge = fileURLToPath(new URL('../../', import.meta.url))

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A finished build: the Worker's configuration, a script and one page. */
function scratchBuild(): Build {
  const folder = mkdtempSync(join(tmpdir(), 'reelferry-build-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const text = readFileSync(join(edge, 'wrangler.jsonc'), 'utf8').replace(/^\s*\/\/.*$/gm, '')
  const config = JSON.parse(text.replace(/,(\s*[}\]])/g, '$1'))
  mkdirSync(join(folder, 'client'))
  writeFileSync(join(folder, 'client/index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'index.js'), 'export default { fetch: () => new Response("ok") }')
  const assets = { ...config.assets, directory: 'client' }
  const built = { ...config, $schema: undefined, main: 'index.js', assets }
  writeFileSync(join(folder, 'wrangler.json'), JSON.stringify(built))
  return { make: async () => undefined, config: join(folder, 'wrangler.json') }
}

async function signedInCloudflare() {
  const api = await startCloudflareApi()
  vi.stubEnv('CLOUDFLARE_API_BASE_URL', api.url)
  vi.stubEnv('CLOUDFLARE_API_TOKEN', 'token')
  vi.stubEnv('CLOUDFLARE_ACCOUNT_ID', 'a1')
  onTestFinished(() => expect(api.unknown).toEqual([]))
  const build = scratchBuild()
  return { api, build, cloudflare: cloudflareByWrangler(build) }
}

describe('cloudflareByWrangler', () => {
  it('reports the signed-in accounts', async () => {
    const { cloudflare } = await signedInCloudflare()
    expect(await cloudflare.accounts()).toEqual([{ id: 'a1', name: 'Ada' }])
    vi.stubEnv('CLOUDFLARE_API_TOKEN', undefined)
    vi.stubEnv('XDG_CONFIG_HOME', mkdtempSync(join(tmpdir(), 'reelferry-home-')))
    expect(await cloudflare.accounts()).toBeUndefined()
  })

  it('sets and deletes secrets, also of a new Worker', async () => {
    const { api, cloudflare } = await signedInCloudflare()
    expect(await cloudflare.secretNames('reelferry-test')).toBeUndefined()
    await cloudflare.putSecrets('reelferry-test', { ONE: 'a "quoted" $value', TWO: '2' })
    await cloudflare.putSecrets('reelferry-test', { TWO: null, THREE: '3' })
    expect(api.secrets.get('reelferry-test')).toEqual({ ONE: 'a "quoted" $value', THREE: '3' })
    expect(await cloudflare.secretNames('reelferry-test')).toEqual(['ONE', 'THREE'])
  })

  it('finds, creates and deletes KV namespaces, and writes a key', async () => {
    const { api, cloudflare } = await signedInCloudflare()
    await cloudflare.createNamespace('x-uploads')
    const id = (await cloudflare.findNamespace('x-uploads')) ?? ''
    await cloudflare.putKey(id, 'invite/1', 'revoked')
    expect([...api.keys]).toEqual([[`${id}/invite/1`, 'revoked']])
    await cloudflare.deleteNamespace(id)
    expect(api.namespaces.size).toBe(0)
  })

  it('deploys with the given name, namespace and variables', async () => {
    const { api, cloudflare } = await signedInCloudflare()
    api.secrets.set('reelferry-test', {})
    const variables = { VOD_PROCEDURE: 'LongVideoPreset' }
    const deployment = { worker: 'reelferry-test', namespaceId: 'n7', variables }
    expect(await cloudflare.deploy(deployment)).toEqual(['https://reelferry-test.ada.workers.dev'])
    const { worker, metadata } = api.uploads.at(-1) ?? {}
    expect(worker).toBe('reelferry-test')
    expect(metadata?.keep_bindings).toContain('plain_text')
    expect(metadata?.bindings).toEqual(
      expect.arrayContaining([
        { name: 'VOD_PROCEDURE', type: 'plain_text', text: 'LongVideoPreset' },
        { name: 'UPLOADS', type: 'kv_namespace', namespace_id: 'n7' },
        { name: 'VOD_SECRET_KEY', type: 'inherit' },
      ]),
    )
    // Sets only the given variables: the deployed Worker keeps its other ones.
    const plain = metadata?.bindings.filter(
      (binding) => 'type' in binding && binding.type === 'plain_text',
    )
    expect(plain).toHaveLength(1)
    // An upgrade has no namespace id and keeps the bound namespace.
    const upgrade = cloudflareByWrangler(scratchBuild())
    await upgrade.deploy({ worker: 'reelferry-test', variables: {} })
    expect(api.uploads.at(-1)?.metadata.bindings).toContainEqual({
      name: 'UPLOADS',
      type: 'inherit',
    })
    expect(api.namespaces.size).toBe(0)
    await cloudflare.deleteWorker('reelferry-test')
    expect(api.secrets.size).toBe(0)
  })

  it('rejects with the message of wrangler, without a secret', async () => {
    const { cloudflare } = await signedInCloudflare()
    vi.stubEnv('CLOUDFLARE_API_BASE_URL', 'http://127.0.0.1:9/client/v4')
    await expect(cloudflare.putSecrets('x', { ONE: 'hidden' })).rejects.toThrow(
      /^wrangler secret bulk --cwd failed:(?![\s\S]*hidden)/,
    )
  })
})

describe('a configured build', () => {
  it('is accepted by wrangler', async () => {
    const build = scratchBuild()
    const cloudflare = cloudflareByWrangler(build)
    await cloudflare.check({
      worker: 'reelferry-staging',
      namespaceId: 'n1',
      variables: { AUTH_MODE: 'jwt' },
      domain: 'studio.example.com',
    })
    const config = unstable_readConfig({ config: build.config })
    expect(config.name).toBe('reelferry-staging')
    expect(config.routes).toEqual([{ pattern: 'studio.example.com', custom_domain: true }])
    expect(config.kv_namespaces).toEqual([{ binding: 'UPLOADS', id: 'n1' }])
    expect(config.vars).toEqual({ AUTH_MODE: 'jwt' })
  })

  it('keeps variables that have a value in wrangler.jsonc', () => {
    const built = { vars: { AUTH_MODE: 'access', VOD_PROCEDURE: '' } }
    const variables = { AUTH_MODE: 'jwt', VOD_PROCEDURE: 'Flow' }
    const configured = configure(built, { worker: 'x', variables })
    expect(configured.vars).toEqual({ AUTH_MODE: 'access', VOD_PROCEDURE: 'Flow' })
  })
})
