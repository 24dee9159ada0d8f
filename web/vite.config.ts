import { fileURLToPath } from 'node:url'
import { cloudflare } from '@cloudflare/vite-plugin'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

process.env.CLOUDFLARE_CF_FETCH_ENABLED ??= 'false' // no look-up of a sample `request.cf` on the network

const awsStub = fileURLToPath(new URL('src/features/upload/adapters/aws-stub.ts', import.meta.url))

export default defineConfig(({ command }) => ({
  plugins: [
    vue(),
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
      // The SDK imports Amazon's SDK for a storage type that is never used here: 143 kB gz less.
      '@aws-sdk/client-s3': awsStub,
      '@aws-sdk/lib-storage': awsStub,
    },
  },
  build: { target: 'es2024', chunkSizeWarningLimit: 300 },
}))
