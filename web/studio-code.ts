import { fileURLToPath } from 'node:url'
import type { UserConfig } from 'vite'
import { recordPackages } from './third-party.ts'

const unusedSdkStub = fileURLToPath(
  new URL('src/features/upload/transport/unused-sdk-stub.ts', import.meta.url),
)

/** How the studio's code is built, for its own pages and for other sites'. */
export const studioCode = {
  resolve: {
    alias: {
      // Required by the SDK and never called: 143 kB gz less, and no `eval`.
      '@aws-sdk/client-s3': unusedSdkStub,
      '@aws-sdk/lib-storage': unusedSdkStub,
      'js-sha1': unusedSdkStub,
    },
  },
  define: { __VUE_OPTIONS_API__: 'false' }, // every component is a <script setup>
  build: {
    target: 'es2024',
    // The first with light-dark(), which in an element has to follow the scheme of the page around it.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 300,
    modulePreload: { polyfill: false },
  },
  worker: {
    format: 'es', // else what a worker loads later would be in its first file
    plugins: () => [recordPackages],
  },
} satisfies UserConfig
