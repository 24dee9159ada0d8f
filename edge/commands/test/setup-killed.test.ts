/** Interrupts setup at each of its steps: by SIGKILL, and by Ctrl-C. */
import { spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Step } from './memory-cloudflare.ts'
import { title } from './operator.ts'
import {
  listening,
  operatorOfProcesses,
  setupProcess,
  waitForEnd,
} from './operator-of-processes.ts'

const setup = fileURLToPath(new URL('../setup.ts', import.meta.url))

/** In the order of setup. */
const interruptions: { step: Step; when: 'before' | 'after' }[] = [
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
  it('completes after any number of interruptions without repeating a step', async () => {
    const studio = await operatorOfProcesses()
    let generated: Record<string, string> = {}
    for (const interruption of interruptions) {
      const { signal } = await studio.run([], { ...interruption, signal: 'SIGKILL' })
      expect(signal).toBe('SIGKILL')
      // A generated secret may already be deployed, so that it must not change.
      const { secrets } = studio.file.read()
      expect(secrets).toMatchObject(generated)
      generated = secrets
      expect(studio.cloudflare.titles.size).toBeLessThanOrEqual(1)
    }
    const { code, output } = await studio.run([])
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

  it('generates no deployed secret again after an interruption and the loss of its file', async () => {
    const studio = await operatorOfProcesses()
    await studio.run([], { step: 'testEvent', when: 'before', signal: 'SIGKILL' })
    const before = studio.worker()?.secrets
    studio.file.delete()
    const { code, output } = await studio.run([])
    expect(code, output).toBe(0)
    const after = studio.worker()?.secrets
    expect(after?.SESSION_SECRET).toBe(before?.SESSION_SECRET)
    expect(after?.CALLBACK_SECRET).toBe(before?.CALLBACK_SECRET)
    expect(studio.cloudflare.titles.size).toBe(1)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('prints at %s only that the next run continues', async (signal, status) => {
    const studio = await operatorOfProcesses()
    const { code, output } = await studio.run([], { step: 'putSecrets', when: 'before', signal })
    expect(code).toBe(status)
    expect(output).toMatch(/\nStopped\. Run the command again to continue\.\n$/)
    expect(output).not.toMatch(/\n\s+at |Error/)
    for (const secret of Object.values(studio.file.read().secrets))
      expect(output).not.toContain(secret)
  })

  it('ends wrangler when it is stopped', async () => {
    const requested = Promise.withResolvers<void>()
    const closed = Promise.withResolvers<void>()
    // A Cloudflare API that never answers.
    const CLOUDFLARE_API_BASE_URL = await listening(
      createServer((request) => {
        request.socket.once('close', () => closed.resolve())
        requested.resolve()
      }),
    )
    const env = { ...process.env, CLOUDFLARE_API_BASE_URL, CLOUDFLARE_API_TOKEN: 'token' }
    const child = spawn(process.execPath, [setup, '--yes'], { env })
    const ended = waitForEnd(child)
    await Promise.race([requested.promise, ended])
    child.kill('SIGINT')
    const { code, output } = await ended
    expect(code, output).toBe(130)
    await closed.promise
  })
})

/** `script` of util-linux runs a command in a terminal. In other systems it has other arguments. */
const hasScript = /util-linux/.test(String(spawnSync('script', ['--version']).stdout))

describe.runIf(hasScript)('setup on a terminal (with `script` of util-linux)', () => {
  it('hides what is typed, and restores the echo of the terminal', async () => {
    const studio = await operatorOfProcesses()
    const env = { ...studio.processEnv, VOD_SECRET_KEY: undefined }
    const command = `"${process.execPath}" "${setupProcess}"; echo "status $?"; stty -a`
    const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: 'pipe' })
    onTestFinished(() => void child.kill())
    const ended = waitForEnd(child)
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
    expect(output).toContain('Stopped. Run the command again to continue.')
    expect(output).toContain('status 130')
    expect(output).not.toContain('half-a-secret')
    expect(output).not.toMatch(/\n\s+at /)
    const modes = output.slice(output.indexOf('status 130')).split(/[\s;]+/)
    expect(modes).toEqual(expect.arrayContaining(['echo', 'icanon', 'isig']))
  })
})
