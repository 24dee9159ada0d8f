import { cloudflare } from '@cloudflare/vite-plugin'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { chunkGraph } from './chunk-graph.ts'
import { largeBodies } from './large-bodies.ts'
import { operatorPage } from './operator-page.ts'
import { playerPages } from './player-pages.ts'
import { pagePreloads } from './page-preloads.ts'
import { scriptBeforeFirstPaint } from './first-paint.ts'
import { serviceWorker } from './service-worker-build.ts'
import { studioCode } from './studio-code.ts'
import { licenceTexts, recordPackages } from './third-party.ts'
import { uploaderElement } from './uploader-element.ts'

process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false' // builds must not fetch a sample of `request.cf`

/** Fails a build that contains any part of the local region. */
const noLocalRegion: Plugin = {
  name: 'no-local-region',
  generateBundle() {
    const modules = [...this.getModuleIds()].filter((id) => id.includes('/shared/local-vod/'))
    if (modules.length > 0) this.error(`The build contains the local region: ${modules.join(', ')}`)
  },
}

export default defineConfig(({ command }) => ({
  plugins: [
    vue(),
    noLocalRegion,
    recordPackages,
    chunkGraph('studio'),
    scriptBeforeFirstPaint,
    pagePreloads,
    playerPages,
    operatorPage,
    serviceWorker,
    uploaderElement,
    licenceTexts,
    largeBodies,
    cloudflare({
      configPath: '../edge/wrangler.jsonc',
      inspectorPort: false,
      persistState: process.env.STATE_DIRECTORY ? { path: process.env.STATE_DIRECTORY } : true,
      config: (worker) => {
        // In development Vite serves the pages, because its client needs inline styles.
        if (command === 'serve' && worker.assets)
          Object.assign(worker.assets, {
            not_found_handling: 'single-page-application',
            run_worker_first: ['/api/*'],
          })
      },
    }),
  ],
  ...studioCode,
  environments: {
    // The first load is one file, because each further request takes noticeable time on a phone.
    client: {
      build: {
        rolldownOptions: {
          output: {
            // The first load contains these names. Seven characters are the fewest that the bundler accepts.
            chunkFileNames: 'assets/[name]-[hash:7].js',
            codeSplitting: {
              groups: [
                { name: 'studio', tags: ['$initial'], priority: 1 },
                // Many small files would be as many requests, and the first load contains the name of each.
                {
                  name: 'shared',
                  test: /lucide|\/shared\/retry\/|contract\/src\/(range-query|embed-code|source-file|chapters)\.ts|\/src\/(api|composables|design|i18n)\//,
                  minShareCount: 2,
                },
                {
                  name: 'files',
                  test: /\/src\/(platform\/(recording-\w+|storage-\w+|output-files)|media\/model\/(trim|quality))\.ts/,
                  minShareCount: 2,
                },
              ],
            },
          },
        },
      },
    },
    reelferry: { build: { minify: true, sourcemap: true } },
  },
}))
