/** Starts a separate studio for each Playwright worker, with its own workerd, region and state. */
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const serve = fileURLToPath(new URL('../serve.ts', import.meta.url))

export interface Studio {
  /** Origin of the studio and its API. */
  origin: string
  /** Origin of the local VOD region; `''` in `preview`, which has none. */
  regionOrigin: string
  stop(): Promise<void>
}

/**
 * Returns a port that is free now. It is below the range from which systems take ports for outgoing connections (32768
 * and more on Linux), because such a connection could take the port before a server listens on it.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(12_000, 32_000)
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
  } catch {
    return freePort()
  }
  server.close()
  await once(server, 'close')
  return port
}

/** Runs the build like `pnpm start` or `pnpm preview`, on free ports and with its own state. */
export async function startStudio(
  mode: 'start' | 'preview',
  environment: Record<string, string> = {},
): Promise<Studio> {
  const directory = mkdtempSync(join(tmpdir(), 'reelferry-e2e-'))
  const PORT = environment.PORT ?? String(await freePort())
  const REGION_PORT = String(await freePort())
  const server = spawn(process.execPath, [serve, mode, '--built'], {
    env: {
      ...process.env,
      LOCAL_ENCODE: '0',
      ...environment,
      ...{ PORT, REGION_PORT, STATE_DIRECTORY: directory },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(server, 'exit')
  // Read all output, because a full pipe would block the process.
  const lines = createInterface(server.stdout)
  const isServing = new Promise<void>((resolve) =>
    lines.on('line', (line) => line.startsWith('Reelferry studio') && resolve()),
  )
  await Promise.race([
    isServing,
    exited.then(() =>
      Promise.reject(new Error(`serve.ts ${mode} ended before it started to serve`)),
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
