import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { unitTestTimeouts } from '../.config/unit-test-timeouts.ts'
import { bindings } from './test/bindings.ts'

// wrangler reads variables and secrets from the environment, as for `pnpm preview`.
Object.assign(process.env, bindings)

/** Requests of the fuzz test; `pnpm fuzz` sets more. */
const fuzzRuns = Number(process.env.FUZZ_RUNS ?? 3000)

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './wrangler.jsonc' },
      // Property tests send more requests to VOD in ten seconds than a studio; one test sets its own budget.
      miniflare: {
        ratelimits: {
          VOD_BUDGET: { namespace_id: '1002', simple: { limit: 1_000_000, period: 10 } },
        },
      },
    }),
  ],
  test: {
    ...unitTestTimeouts,
    name: 'edge',
    include: ['test/**/*.test.ts'], // without edge/commands, whose tests run in Node
    provide: { fuzzRuns, fuzzTimeoutMs: 30_000 + fuzzRuns * 20 },
    isolate: false, // each test uses its own ids; starting workerd for each file would cost a second
    fsModuleCache: false, // it is on disk, where workerd cannot read it
  },
})
