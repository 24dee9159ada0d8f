import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import type { Cloudflare } from '../cloudflare.ts'
import type { Step } from './memory-cloudflare.ts'
import { operator } from './operator.ts'

export const setupProcess = fileURLToPath(new URL('setup-process.ts', import.meta.url))

/** Lets a server listen until the test ends; resolves to its origin. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An operator whose setup runs as a process; the accounts are this one's, and survive it. */
export async function operatorOfProcesses() {
  const studio = await operator()
  const { cloudflare } = studio
  const CLOUDFLARE_URL = await listening(
    createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += String(chunk)
      const { call, args } = JSON.parse(body) as { call: keyof Cloudflare; args: never[] }
      try {
        const method = cloudflare[call] as (...args: never[]) => Promise<unknown>
        response.end(JSON.stringify({ result: await method(...args) }))
      } catch (error) {
        response.end(JSON.stringify({ error: String(error) }))
      }
    }),
  )
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...studio.env,
    CLOUDFLARE_URL,
    SECRETS_DIRECTORY: studio.secretsDirectory,
  }
  return {
    ...studio,
    processEnv: env,
    /** Runs setup until it ends by itself, or by what `strike` does to it at one of its steps. */
    async run(
      args: string[],
      strike?: { step: Step; when: 'before' | 'after'; signal: NodeJS.Signals },
      more: NodeJS.ProcessEnv = {},
    ) {
      const child = spawn(process.execPath, [setupProcess, '--yes', ...args], {
        env: { ...env, ...more },
      })
      const ended = ending(child)
      let isStruck = false
      cloudflare.at = async (step, when) => {
        if (isStruck || strike?.step !== step || strike.when !== when) return
        isStruck = true
        child.kill(strike.signal)
        await ended
        throw new Error('Nobody waits for this any more.')
      }
      const { code, signal, output } = await ended
      expect(isStruck, output).toBe(strike !== undefined)
      return { code, signal, output }
    },
  }
}

/** How a process ended, and all that it wrote. */
export async function ending(child: ChildProcess) {
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += String(chunk)))
  child.stderr?.on('data', (chunk: Buffer) => (output += String(chunk)))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, output }
}
