import { fileURLToPath } from 'node:url'
import type { UserConfig } from 'vite'
import { recordPackages } from './third-party.ts'

const unusedSdkStub = fileURLToPath(
  new URL('src/features/upload/transport/unused-sdk-stub.ts', import.meta.url),
)

/** Its production build. The default one contains the download of its development tools, which is never used. */
const productionPinia = fileURLToPath(
  new URL('pinia.esm-browser.prod.js', import.meta.resolve('pinia')),
)

/** Rolldown reports slow plugins as warnings, which would hide real ones. */
export const checks = { bundlerTimings: false }

/** Build options of the studio's code, for its own pages and for the uploader on other sites. */
export const studioCode = {
  resolve: {
    alias: {
      pinia: productionPinia,
      // The SDK imports these but never calls them. Without them it is 143 kB smaller (gzip) and free of `eval`.
      '@aws-sdk/client-s3': unusedSdkStub,
      '@aws-sdk/lib-storage': unusedSdkStub,
      'js-sha1': unusedSdkStub,
    },
  },
  define: { __VUE_OPTIONS_API__: 'false' }, // every component is a <script setup>
  build: {
    target: 'es2024',
    // The first versions with light-dark(), which the uploader needs to follow the color scheme of its page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 400, // hls.js; .config/size-limit.js checks the budgets
    modulePreload: { polyfill: false },
    rolldownOptions: { checks },
  },
  worker: {
    format: 'es', // the only format in which a worker can load code on demand
    rolldownOptions: { checks },
    plugins: () => [recordPackages],
  },
} satisfies UserConfig
