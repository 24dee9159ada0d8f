import { defineConfig } from 'vitest/config'
import { unitTestTimeouts } from '../../.config/unit-test-timeouts.ts'

export default defineConfig({
  test: {
    ...unitTestTimeouts,
    name: 'commands',
    include: ['test/*.test.ts'],
    testTimeout: 120_000, // starts wrangler and workerd
  },
})
