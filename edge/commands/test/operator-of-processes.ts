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

/** Lets a server listen until the test ends. Resolves to its origin. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An operator whose setup runs as a separate process. The accounts are in this process and survive it. */
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
    /** Runs setup until it ends, or until `interruption` sends its signal at a step. */
    async run(
      args: string[],
      interruption?: { step: Step; when: 'before' | 'after'; signal: NodeJS.Signals },
      extraEnv: NodeJS.ProcessEnv = {},
    ) {
      const child = spawn(process.execPath, [setupProcess, '--yes', ...args], {
        env: { ...env, ...extraEnv },
      })
      const ended = waitForEnd(child)
      let isInterrupted = false
      cloudflare.at = async (step, when) => {
        if (isInterrupted || interruption?.step !== step || interruption.when !== when) return
        isInterrupted = true
        child.kill(interruption.signal)
        await ended
        throw new Error('The process that called this has ended.')
      }
      const { code, signal, output } = await ended
      expect(isInterrupted, output).toBe(interruption !== undefined)
      return { code, signal, output }
    },
  }
}

/** Waits until a process ends. Resolves to its exit code or signal, and everything that it printed. */
export async function waitForEnd(child: ChildProcess) {
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += String(chunk)))
  child.stderr?.on('data', (chunk: Buffer) => (output += String(chunk)))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, output }
}
