import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { unstable_startWorker } from 'wrangler'
import { secretNames, variables } from '../../src/config.ts'
import type { Cloudflare } from '../cloudflare.ts'
import { startStandInStudio } from './stand-in-studio.ts'

const config = fileURLToPath(new URL('../../wrangler.jsonc', import.meta.url))
// Prevents requests to the network.
Object.assign(process.env, {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_WRITE_LOGS: 'false',
})

/** Hides this machine's environment from the deployed Worker. */
const unset = Object.fromEntries(
  Object.keys(variables)
    .filter((name) => !secretNames.includes(name))
    .map((name) => [name, '']),
)

export interface Worker {
  secrets: Record<string, string>
  variables: Record<string, string>
  namespaceId: string | undefined
}

/** The requests of setup: to Cloudflare, and to the deployed studio. */
export type Step = keyof Cloudflare | 'health' | 'testEvent'

async function startWorker(secrets: Record<string, string>, variables: Record<string, string>) {
  const assets = mkdtempSync(join(tmpdir(), 'reelferry-assets-'))
  const text = (type: 'plain_text' | 'secret_text', values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type, value }]))
  const worker = await unstable_startWorker({
    config,
    bindings: {
      ...text('plain_text', { ...unset, ...variables }),
      ...text('secret_text', secrets),
    },
    assets,
    dev: {
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      persist: false,
      watch: false,
      logLevel: 'none',
    },
  })
  return {
    origin: new URL(await worker.url).origin,
    close: async () => {
      await worker.dispose()
      rmSync(assets, { recursive: true, force: true })
    },
  }
}

/** A Cloudflare account in memory, whose deployed Workers run on this machine. */
export class MemoryCloudflare implements Cloudflare {
  readonly workers = new Map<string, Worker>()
  readonly titles = new Map<string, string>()
  readonly calls: Step[] = []
  isSignedIn = true
  /** Custom host name of the last deployment. */
  domain: string | undefined
  /** Called before and after each step. If it rejects, the step rejects. */
  at: (step: Step, when: 'before' | 'after') => Promise<void> = async () => undefined
  #running: { origin: string; close(): Promise<void> } | undefined
  readonly #isReal: boolean

  /** @param options `real` runs deployed Workers in workerd instead of a stand-in */
  constructor({ real }: { real: boolean }) {
    this.#isReal = real
    onTestFinished(() => this.#running?.close())
  }

  async #perform<T>(step: Step, effect: () => T | Promise<T>): Promise<T> {
    await this.at(step, 'before')
    this.calls.push(step)
    const result = await effect()
    await this.at(step, 'after')
    return result
  }

  accounts = () =>
    this.#perform('accounts', () => (this.isSignedIn ? [{ id: 'a1', name: 'Ada' }] : undefined))

  signIn = () =>
    this.#perform('signIn', () => {
      this.isSignedIn = true
    })

  secretNames = (worker: string) =>
    this.#perform('secretNames', () => {
      const found = this.workers.get(worker)
      return found && Object.keys(found.secrets)
    })

  putSecrets = (worker: string, secrets: Record<string, string | null>) =>
    this.#perform('putSecrets', () => {
      const before = this.workers.get(worker) ?? {
        secrets: {},
        variables: {},
        namespaceId: undefined,
      }
      const after = Object.entries({ ...before.secrets, ...secrets }).flatMap(([name, value]) =>
        value === null ? [] : [[name, value]],
      )
      this.workers.set(worker, { ...before, secrets: Object.fromEntries(after) })
    })

  findNamespace = (title: string) => this.#perform('findNamespace', () => this.titles.get(title))

  createNamespace = (title: string) =>
    this.#perform('createNamespace', () => {
      if (this.titles.has(title)) throw new Error('a namespace with this title already exists')
      this.titles.set(title, `id-${this.titles.size}`)
    })

  putKey = () => this.#perform('putKey', () => undefined)

  check = () => this.#perform('check', () => undefined)

  deploy: Cloudflare['deploy'] = ({ worker, namespaceId, variables, domain }) =>
    this.#perform('deploy', async () => {
      this.domain = domain
      const before = this.workers.get(worker)
      if (!before) throw new Error('required secrets have not been set')
      const after = { ...before, namespaceId, variables: { ...before.variables, ...variables } }
      this.workers.set(worker, after)
      await this.#running?.close()
      this.#running = this.#isReal
        ? await startWorker(after.secrets, after.variables)
        : await startStandInStudio(after.secrets, (step) => this.at(step, 'before'))
      return [this.#running.origin]
    })

  deleteWorker = (worker: string) =>
    this.#perform('deleteWorker', () => {
      this.workers.delete(worker)
    })

  deleteNamespace = (id: string) =>
    this.#perform('deleteNamespace', () => {
      for (const [title, other] of this.titles) if (other === id) this.titles.delete(title)
    })
}
