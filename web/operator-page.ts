import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { chunkGraph } from './chunk-graph.ts'
import { scriptBeforeFirstPaint } from './first-paint.ts'
import { checks } from './studio-code.ts'
import { recordPackages } from './third-party.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Builds the operator page separately from the studio, so that no other page loads any of its code. */
export const operatorPage: Plugin = {
  name: 'operator-page',
  async writeBundle({ dir }) {
    if (this.environment.name !== 'client' || !dir) return
    await build({
      configFile: false,
      root: path('.'),
      publicDir: false,
      plugins: [recordPackages, chunkGraph('operator'), scriptBeforeFirstPaint],
      logLevel: 'warn',
      build: {
        outDir: dir,
        emptyOutDir: false,
        assetsDir: 'operator',
        target: 'es2022',
        modulePreload: false,
        rolldownOptions: { checks, input: path('operator.html') },
      },
    })
  },
}
