import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      'shared/contract',
      'shared/local-vod',
      'shared/retry',
      'edge',
      'edge/commands',
      'web',
      '.ci',
    ],
  },
})
