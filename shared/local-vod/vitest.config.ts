import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Some of what is tested takes seconds by its nature, and a loaded machine more.
  test: { name: 'local-vod', testTimeout: 20_000 },
})
