/** A studio of its own for each Playwright worker: workerd, region and state that no other test touches. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const serve = fileURLToPath(new URL('../serve.ts', import.meta.url))

export interface Studio {
  /** Of the studio and its API. */
  origin: string
  /** Of the local VOD region; `''` in `preview`, which has none. */
  regionOrigin: string
  stop(): Promise<void>
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** Runs what is built as `pnpm start` or `pnpm preview` do, on free ports, with a state of its own. */
export async function startStudio(
  mode: 'start' | 'preview',
  environment: Record<string, string> = {},
): Promise<Studio> {
  const directory = mkdtempSync(join(tmpdir(), 'reelferry-e2e-'))
  const PORT = environment.PORT ?? String(await freePort())
  const REGION_PORT = String(await freePort())
  const server = spawn(process.execPath, [serve, mode, '--built'], {
    env: { ...process.env, ...environment, PORT, REGION_PORT, STATE_DIRECTORY: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(server, 'exit')
  // Read to its end, or the pipe would fill.
  const lines = createInterface(server.stdout)
  const isServing = new Promise<void>((resolve) =>
    lines.on('line', (line) => line.startsWith('Reelferry studio') && resolve()),
  )
  await Promise.race([
    isServing,
    exited.then(() =>
      Promise.reject(new Error(`serve.ts ${mode} ended before it served anything`)),
    ),
  ])
  return {
    origin: `http://localhost:${PORT}`,
    regionOrigin: mode === 'start' ? `http://127.0.0.1:${REGION_PORT}` : '',
    stop: async () => {
      server.kill('SIGTERM')
      await exited
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
