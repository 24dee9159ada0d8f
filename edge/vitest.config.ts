import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { bindings } from './test/bindings.ts'

// wrangler takes variables and secrets from the environment, as it does for `pnpm preview`.
Object.assign(process.env, bindings)

/** `pnpm fuzz` asks for more. */
const fuzzRuns = Number(process.env.FUZZ_RUNS ?? 3000)

export default defineConfig({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: './wrangler.jsonc' },
      // Property tests ask more of VOD in ten seconds than a studio does; one test has a budget of its own.
      miniflare: {
        ratelimits: {
          VOD_BUDGET: { namespace_id: '1002', simple: { limit: 1_000_000, period: 10 } },
        },
      },
    }),
  ],
  test: {
    name: 'edge',
    include: ['test/**/*.test.ts'], // the commands are Node's
    provide: { fuzzRuns, fuzzTimeoutMs: 30_000 + fuzzRuns * 20 },
    isolate: false, // tests use ids of their own; a workerd for each file costs a second
    fsModuleCache: false, // kept on disk, where workerd cannot read it
  },
})
