import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { unitTestTimeouts } from '../.config/unit-test-timeouts.ts'

export default defineConfig({
  plugins: [vue()],
  test: {
    ...unitTestTimeouts,
    name: 'web',
    environment: 'happy-dom',
    include: ['test/**/*.test.ts'],
    // Vite resolves the SDK as in the build.
    server: { deps: { inline: ['vod-js-sdk-v6'] } },
    setupFiles: ['./test/no-console.ts', './test/wait-for.ts'],
    // Some tests measure memory.
    execArgv: ['--expose-gc'],
  },
})
