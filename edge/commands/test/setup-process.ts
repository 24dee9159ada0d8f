/**
 * Runs `pnpm run setup` as a process. CLOUDFLARE_URL is a test's Cloudflare account, SECRETS_DIRECTORY the folder of the
 * studio file.
 */
import type { Cloudflare } from '../cloudflare.ts'
import { runSetup } from '../setup/run-setup.ts'
import { studioFile } from '../studio-file.ts'

const { CLOUDFLARE_URL = '', SECRETS_DIRECTORY = '' } = process.env

const cloudflare = new Proxy({} as Cloudflare, {
  get:
    (_, call) =>
    async (...args: unknown[]) => {
      const body = JSON.stringify({ call, args })
      const response = await fetch(CLOUDFLARE_URL, { method: 'POST', body })
      const { result, error } = (await response.json()) as { result: unknown; error?: string }
      if (error !== undefined) throw new Error(error)
      return result
    },
})

await runSetup(cloudflare, (environment) => studioFile(environment, SECRETS_DIRECTORY))
