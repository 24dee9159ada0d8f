import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  test: {
    name: 'web',
    environment: 'happy-dom',
    include: ['test/**/*.test.ts'],
    // So that the SDK is loaded as in the build, without what it never calls.
    server: { deps: { inline: ['vod-js-sdk-v6'] } },
    setupFiles: './test/no-console.ts',
    // Some tests look at what is kept in memory.
    execArgv: ['--expose-gc'],
  },
})
