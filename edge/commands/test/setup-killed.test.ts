/** Setup as a process that ends wherever it is: by a signal nothing can catch, or by Ctrl-C. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Cloudflare } from '../cloudflare.ts'
import type { Step } from './memory-cloudflare.ts'
import { operator, title } from './operator.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const setupProcess = path('setup-process.ts')

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An operator whose setup runs as a process; the accounts are this one's, and survive it. */
async function operatorOfProcesses() {
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
    async run(strike?: { step: Step; when: 'before' | 'after'; signal: NodeJS.Signals }) {
      const child = spawn(process.execPath, [setupProcess, '--yes'], { env })
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
async function ending(child: ChildProcess) {
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += String(chunk)))
  child.stderr?.on('data', (chunk: Buffer) => (output += String(chunk)))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, output }
}

/** In the order that setup comes to them. */
const strikes: { step: Step; when: 'before' | 'after' }[] = [
  { step: 'secretNames', when: 'after' },
  { step: 'createNamespace', when: 'before' },
  { step: 'createNamespace', when: 'after' },
  { step: 'putSecrets', when: 'before' },
  { step: 'putSecrets', when: 'after' },
  { step: 'deploy', when: 'before' },
  { step: 'deploy', when: 'after' },
  { step: 'health', when: 'before' },
  { step: 'testEvent', when: 'before' },
]

describe('setup', () => {
  it('ends right however often it is killed, and does nothing twice', async () => {
    const studio = await operatorOfProcesses()
    let generated: Record<string, string> = {}
    for (const strike of strikes) {
      const { signal } = await studio.run({ ...strike, signal: 'SIGKILL' })
      expect(signal).toBe('SIGKILL')
      // What was generated once, and may be somewhere already, is never generated anew.
      const { secrets } = studio.file.read()
      expect(secrets).toMatchObject(generated)
      generated = secrets
      expect(studio.cloudflare.titles.size).toBeLessThanOrEqual(1)
    }
    const { code, output } = await studio.run()
    expect(code, output).toBe(0)
    const { secrets, address } = studio.file.read()
    expect(secrets).toEqual(generated)
    expect(output).toContain(`The studio is at ${address}`)
    expect([...studio.cloudflare.titles.keys()]).toEqual([title])
    expect(studio.cloudflare.calls.filter((call) => call === 'createNamespace')).toHaveLength(1)
    expect(studio.worker()).toMatchObject({
      namespaceId: studio.cloudflare.titles.get(title),
      secrets,
    })
    expect(await studio.events()).toMatchObject({
      NotificationUrl: `${address}/api/vod/events/${secrets.CALLBACK_SECRET}`,
      UploadMediaCompleteEventSwitch: 'ON',
    })
  })

  it('generates no secret that a deployed Worker has, when it was killed and its file is lost', async () => {
    const studio = await operatorOfProcesses()
    await studio.run({ step: 'testEvent', when: 'before', signal: 'SIGKILL' })
    const before = studio.worker()?.secrets
    studio.file.delete()
    const { code, output } = await studio.run()
    expect(code, output).toBe(0)
    const after = studio.worker()?.secrets
    expect(after?.SESSION_SECRET).toBe(before?.SESSION_SECRET)
    expect(after?.CALLBACK_SECRET).toBe(before?.CALLBACK_SECRET)
    expect(studio.cloudflare.titles.size).toBe(1)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('says at %s that it goes on from there, and no more', async (signal, status) => {
    const studio = await operatorOfProcesses()
    const { code, output } = await studio.run({ step: 'putSecrets', when: 'before', signal })
    expect(code).toBe(status)
    expect(output).toMatch(/\nStopped\. Run this again: it goes on from here\.\n$/)
    expect(output).not.toMatch(/\n\s+at |Error/)
    for (const secret of Object.values(studio.file.read().secrets))
      expect(output).not.toContain(secret)
  })

  it('leaves no wrangler behind when it is stopped', async () => {
    let asked: (() => void) | undefined
    const isAsked = new Promise<void>((resolve) => (asked = resolve))
    const closed = Promise.withResolvers<void>()
    // Cloudflare's API, which never answers.
    const CLOUDFLARE_API_BASE_URL = await listening(
      createServer((request) => {
        request.socket.once('close', () => closed.resolve())
        asked?.()
      }),
    )
    const env = { ...process.env, CLOUDFLARE_API_BASE_URL, CLOUDFLARE_API_TOKEN: 'token' }
    const child = spawn(process.execPath, [path('../setup.ts'), '--yes'], { env })
    const ended = ending(child)
    await Promise.race([isAsked, ended])
    child.kill('SIGINT')
    const { code, output } = await ended
    expect(code, output).toBe(130)
    await closed.promise
  })
})

/** `script` of util-linux gives a command a terminal; those of other systems take other arguments. */
const hasScript = /util-linux/.test(String(spawnSync('script', ['--version']).stdout))

describe.runIf(hasScript)('setup on a terminal (with `script` of util-linux)', () => {
  it('shows nothing of what is typed, and leaves a terminal that shows it again', async () => {
    const studio = await operatorOfProcesses()
    const env = { ...studio.processEnv, VOD_SECRET_KEY: undefined }
    const command = `"${process.execPath}" "${setupProcess}"; echo "status $?"; stty -a`
    const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: 'pipe' })
    onTestFinished(() => void child.kill())
    const ended = ending(child)
    let shown = ''
    const prompted = new Promise<void>((resolve) =>
      child.stdout.on('data', (chunk: Buffer) => {
        shown += String(chunk)
        if (shown.includes('VOD_SECRET_KEY that belongs to it?')) resolve()
      }),
    )
    await Promise.race([prompted, ended])
    child.stdin.write('half-a-secret')
    child.stdin.write('\x03')
    const { output } = await ended
    expect(output).toContain('Stopped. Run this again: it goes on from here.')
    expect(output).toContain('status 130')
    expect(output).not.toContain('half-a-secret')
    expect(output).not.toMatch(/\n\s+at /)
    const modes = output.slice(output.indexOf('status 130')).split(/[\s;]+/)
    expect(modes).toEqual(expect.arrayContaining(['echo', 'icanon', 'isig']))
  })
})
