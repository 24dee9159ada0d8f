import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: '..',
    projects: ['shared/contract', 'shared/local-vod', 'edge', 'web', '.ci'],
  },
})
