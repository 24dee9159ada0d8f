import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { build, type LogLevel, type Plugin } from 'vite'
import { chunkGraph } from './chunk-graph.ts'
import { checks, studioCode } from './studio-code.ts'
import { recordPackages } from './third-party.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

const prefix = '\0styles-in-shadow:'

/** Adds the styles of components to the shadow root. In the studio, they are added to the page. */
const stylesInShadow: Plugin = {
  name: 'styles-in-shadow',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith('.css')) return undefined
    const file = await this.resolve(source, importer, { skipSelf: true })
    return file && `${prefix}${file.id}.js`
  },
  load(id) {
    if (!id.startsWith(prefix)) return undefined
    const file = id.slice(prefix.length, -'.js'.length)
    return `import { addStyles } from ${JSON.stringify(path('src/uploader/styles.ts'))}
import css from ${JSON.stringify(`${file}?inline`)}
addStyles(css)`
  },
}

/** Gives the element a permanent address: its entry chunk has a new name in each build. */
const stableAddress: Plugin = {
  name: 'stable-address',
  generateBundle(_, bundle) {
    const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry)
    const source = `import './${entry?.fileName}'\n`
    this.emitFile({ type: 'asset', fileName: 'uploader.js', source })
  },
}

const buildElement = (outDir: string, logLevel: LogLevel) =>
  build({
    ...studioCode,
    configFile: false,
    root: path('.'),
    base: './',
    publicDir: false,
    logLevel,
    plugins: [vue(), stylesInShadow, stableAddress, recordPackages, chunkGraph('uploader')],
    build: {
      ...studioCode.build,
      outDir,
      emptyOutDir: false,
      assetsDir: 'uploader',
      rolldownOptions: {
        checks,
        input: { element: path('src/uploader/main.ts') },
        output: { entryFileNames: 'uploader/[name]-[hash].js' },
      },
    },
  })

/**
 * Builds `/uploader.js` and its chunks separately from the studio. Other sites load them, so all addresses are
 * relative. The development server builds them on request after each edit.
 */
export const uploaderElement: Plugin = {
  name: 'uploader-element',
  async writeBundle({ dir }) {
    if (this.environment.name === 'client' && dir) await buildElement(dir, 'warn')
  },
  configureServer(server) {
    const outDir = path('node_modules/.uploader')
    let built: Promise<unknown> | undefined
    server.watcher.on('change', () => (built = undefined))
    server.middlewares.use(async (request, response, next) => {
      const file = /^\/(?:uploader\.js|uploader\/[\w.-]+)$/.exec(request.url ?? '')?.[0]
      if (!file) return next()
      try {
        // Only the entry starts a build, so that a page gets chunks of one build even after an edit.
        if (file === '/uploader.js') await (built ??= buildElement(outDir, 'error'))
        const content = await readFile(outDir + file)
        response.setHeader(
          'content-type',
          file.endsWith('.wasm') ? 'application/wasm' : 'text/javascript',
        )
        response.setHeader('access-control-allow-origin', '*')
        response.end(content)
      } catch (error) {
        built = undefined
        next(error)
      }
    })
  },
}
