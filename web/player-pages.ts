import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import { chunkGraph } from './chunk-graph.ts'
import { recordPackages } from './third-party.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Addresses of the viewers' pages, and where each is served as it was written. */
const pages = [
  [/^\/embed\/[^/?]+(?=\?|$)/, '/embed'],
  [/^\/watch\/[^/?]+(?=\?|$)/, '/watch'],
] as const

/**
 * Vite's helper for `import()` fetches beforehand what a chunk will import, and its styles. The players' chunks have
 * neither, and in a file of its own it would be one more round trip before anything plays.
 */
const noPreloadHelper: Plugin = {
  name: 'no-preload-helper',
  generateBundle(_, bundle) {
    for (const [name, file] of Object.entries(bundle))
      if (name.includes('/preload-helper-')) Reflect.deleteProperty(bundle, name)
      else if (file.type === 'chunk')
        file.code = file.code.replace(
          /import\{\w+ as (\w+)\}from"\.\/preload-helper-[^"]+";/,
          'const $1=load=>load();',
        )
  },
}

/**
 * Puts the embed page's first script into the page. There it runs once the page is read, and costs no request and no
 * task of its own while the first frame is on its way. The Worker gives it the nonce that the page's policy asks for.
 */
const firstScriptInPage: Plugin = {
  name: 'first-script-in-page',
  // After Vite has written the page and filled in what its helpers left open.
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const page = bundle['embed.html']
      const script = Object.values(bundle).find(
        (file) => file.type === 'chunk' && file.name === 'embed',
      )
      if (page?.type !== 'asset' || script?.type !== 'chunk') this.error('There is no embed page.')
      const tag = `<script type="module" crossorigin src="/${script.fileName}"></script>`
      const html = String(page.source)
      if (!html.includes(tag) || /\bfrom\s*["'`]/.test(script.code))
        this.error('The embed page begins in another way than by one script.')
      const code = script.code.trim().replaceAll(/(\bimport\(\s*["'`])\.\//g, '$1/player/')
      page.source = html.replace(tag, () => `<script type="module">${code}</script>`)
      Reflect.deleteProperty(bundle, script.fileName)
    },
  },
}

/**
 * The viewers' pages and `/player.js`, built beside the studio and apart from it: what they share with it would
 * else come to viewers in files that hold what the studio needs as well.
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
      plugins: [recordPackages, noPreloadHelper, chunkGraph('player'), firstScriptInPage],
      logLevel: 'warn',
      build: {
        outDir: dir,
        emptyOutDir: false,
        assetsDir: 'player',
        assetsInlineLimit: 0, // the policy of the pages takes no data: URLs
        target: 'es2022', // viewers have older browsers than creators
        modulePreload: false,
        chunkSizeWarningLimit: 900, // hls.js and TCPlayer, both loaded only where they are needed
        rolldownOptions: {
          // TCPlayer evaluates names of globals, and does without where a policy forbids it, as ours does.
          checks: { eval: false },
          input: {
            embed: path('embed.html'),
            watch: path('watch.html'),
            element: path('src/embed/player-element.ts'),
          },
          output: {
            // Pages elsewhere load it by this address for years.
            entryFileNames: ({ name }) =>
              name === 'element' ? 'player.js' : 'player/[name]-[hash].js',
          },
        },
      },
    })
  },
}
