import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { checks } from './studio-code.ts'
import { recordPackages } from './third-party.ts'

/**
 * Maximum size in bytes of a precached file. Larger files, such as the SDK and the encoders, are useless without a
 * network. Files that the document references are always cached.
 */
const maxBytes = 100_000

/** Builds the service worker after the studio, because it contains the names of the studio's files. */
export const serviceWorker: Plugin = {
  name: 'service-worker',
  async writeBundle({ dir }) {
    if (this.environment.name !== 'client' || !dir) return
    const document = readFileSync(join(dir, 'index.html'), 'utf8')
    const files = readdirSync(join(dir, 'assets'))
      .map((name) => `/assets/${name}`)
      .filter((path) => document.includes(path) || statSync(join(dir, path)).size <= maxBytes)
      .sort()
    const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 8)
    await build({
      configFile: false,
      publicDir: false,
      plugins: [recordPackages],
      logLevel: 'warn',
      define: { shellFiles: JSON.stringify(files), shellVersion: JSON.stringify(version) },
      build: {
        outDir: dir,
        emptyOutDir: false,
        target: 'es2022',
        rolldownOptions: {
          checks,
          input: fileURLToPath(new URL('service-worker/main.ts', import.meta.url)),
          output: { entryFileNames: 'service-worker.js' },
        },
      },
    })
  },
}
