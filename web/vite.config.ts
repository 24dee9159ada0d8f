import { fileURLToPath } from 'node:url'
import { cloudflare } from '@cloudflare/vite-plugin'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { playerPages } from './player-pages.ts'

process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false' // no look-up of a sample `request.cf` on the network

const neverCalled = fileURLToPath(
  new URL('src/features/upload/adapters/never-called.ts', import.meta.url),
)

/** Fails a build that takes in any part of the local region. */
const noLocalRegion: Plugin = {
  name: 'no-local-region',
  generateBundle() {
    const taken = [...this.getModuleIds()].filter((id) => id.includes('/shared/local-vod/'))
    if (taken.length > 0) this.error(`The build holds the local region: ${taken.join(', ')}`)
  },
}

export default defineConfig(({ command }) => ({
  plugins: [
    vue(),
    noLocalRegion,
    playerPages,
    cloudflare({
      configPath: '../edge/wrangler.jsonc',
      inspectorPort: false,
      persistState: process.env.STATE_DIRECTORY ? { path: process.env.STATE_DIRECTORY } : true,
      config: (worker) => {
        // Vite's own client needs inline styles, so in development it serves the pages itself.
        if (command === 'serve' && worker.assets) worker.assets.run_worker_first = ['/api/*']
      },
    }),
  ],
  resolve: {
    alias: {
      // Required by the SDK and never called: 143 kB gz less, and no `eval`.
      '@aws-sdk/client-s3': neverCalled,
      '@aws-sdk/lib-storage': neverCalled,
      'js-sha1': neverCalled,
    },
  },
  define: { __VUE_OPTIONS_API__: 'false' }, // every component is a <script setup>
  build: { target: 'es2024', chunkSizeWarningLimit: 300, modulePreload: { polyfill: false } },
  worker: { format: 'es' }, // else what a worker loads later would be in its first file
  environments: { reelferry: { build: { minify: true, sourcemap: true } } },
}))
