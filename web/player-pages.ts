import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { chunkGraph } from './chunk-graph.ts'
import { scriptBeforeFirstPaint } from './first-paint.ts'
import { checks } from './studio-code.ts'
import { recordPackages } from './third-party.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Addresses of the viewers' pages, with the path of their document. */
const pages = [
  [/^\/embed\/[^/?]+(?=\?|$)/, '/embed'],
  [/^\/watch\/[^/?]+(?=\?|$)/, '/watch'],
] as const

/**
 * Removes Vite's helper for `import()`, which preloads the imports and styles of a chunk. The chunks of the players
 * have none, and the separate file of the helper would delay playback by a round trip.
 */
const noPreloadHelper: Plugin = {
  name: 'no-preload-helper',
  generateBundle(_, bundle) {
    for (const [name, file] of Object.entries(bundle))
      if (name.includes('/preload-helper-')) Reflect.deleteProperty(bundle, name)
      else if (file.type === 'chunk')
        file.code = file.code.replace(
          /import\{(?:\w+ as )?(\w+)\}from"\.\/preload-helper-[^"]+";/,
          'const $1=load=>load();',
        )
  },
}

/**
 * Inlines the first script of the embed page. It runs as soon as the page is parsed, without a request that would
 * compete with the first frame. The Worker adds the nonce that the page's Content-Security-Policy requires.
 */
const firstScriptInPage: Plugin = {
  name: 'first-script-in-page',
  // After Vite has written the page and replaced its placeholders.
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const page = bundle['embed.html']
      const script = Object.values(bundle).find(
        (file) => file.type === 'chunk' && file.name === 'embed',
      )
      if (page?.type !== 'asset' || script?.type !== 'chunk')
        this.error('The embed page is missing in the build.')
      const tag = `<script type="module" crossorigin src="/${script.fileName}"></script>`
      const html = String(page.source)
      if (!html.includes(tag) || /\bfrom\s*["'`]/.test(script.code))
        this.error('The embed page must have exactly one entry script without static imports.')
      const code = script.code.trim().replaceAll(/(\bimport\(\s*["'`])\.\//g, '$1/player/')
      page.source = html.replace(tag, () => `<script type="module">${code}</script>`)
      Reflect.deleteProperty(bundle, script.fileName)
    },
  },
}

/**
 * Builds the viewers' pages and `/player.js` separately from the studio. In one build, shared chunks would contain
 * code that only the studio needs.
 */
export const playerPages: Plugin = {
  name: 'player-pages',
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      for (const [address, page] of pages)
        if (address.test(request.url ?? ''))
          request.originalUrl = request.url = request.url?.replace(address, page)
      next()
    })
  },
  async writeBundle({ dir }) {
    if (this.environment.name !== 'client' || !dir) return
    await build({
      configFile: false,
      root: path('.'),
      publicDir: false,
      plugins: [
        recordPackages,
        noPreloadHelper,
        chunkGraph('player'),
        scriptBeforeFirstPaint,
        firstScriptInPage,
      ],
      logLevel: 'warn',
      build: {
        outDir: dir,
        emptyOutDir: false,
        assetsDir: 'player',
        assetsInlineLimit: 0, // the Content-Security-Policy of the pages does not allow data: URLs
        target: 'es2022', // viewers have older browsers than creators
        modulePreload: false,
        chunkSizeWarningLimit: 1300, // TCPlayer, loaded on demand; .config/size-limit.js checks the budgets
        rolldownOptions: {
          // TCPlayer uses eval to look up globals, and works without it under our Content-Security-Policy.
          checks: { ...checks, eval: false },
          input: {
            embed: path('embed.html'),
            watch: path('watch.html'),
            element: path('src/embed/player-element.ts'),
          },
          output: {
            // Other sites load the element from this address, so it must not change.
            entryFileNames: ({ name }) =>
              name === 'element' ? 'player.js' : 'player/[name]-[hash].js',
          },
        },
      },
    })
  },
}
