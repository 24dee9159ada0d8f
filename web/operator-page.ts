import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { recordPackages } from './third-party.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** The operator's page, built beside the studio and apart from it: nobody else loads a byte of it. */
export const operatorPage: Plugin = {
  name: 'operator-page',
  async writeBundle({ dir }) {
    if (this.environment.name !== 'client' || !dir) return
    await build({
      configFile: false,
      root: path('.'),
      publicDir: false,
      plugins: [recordPackages],
      logLevel: 'warn',
      build: {
        outDir: dir,
        emptyOutDir: false,
        assetsDir: 'operator',
        target: 'es2022',
        modulePreload: false,
        rolldownOptions: { input: path('operator.html') },
      },
    })
  },
}
