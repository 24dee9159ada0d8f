import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    silent: 'passed-only', // the Worker's own log lines; not an option of a project
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
