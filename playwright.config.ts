import { defineConfig } from '@playwright/test'
import { type Engine, engines, findDriver, isPart, parts } from './web/e2e/browsers/engines.ts'

export default defineConfig<object, { engine: Engine }>({
  testDir: 'web/e2e',
  globalSetup: './web/e2e/build.ts',
  projects: [
    ...engines.map((engine) => {
      const { browserName = engine, channel } = findDriver(engine) ?? {}
      return {
        name: engine,
        testIgnore: /outages\/.*/,
        ...(isPart && parts[engine]),
        use: { engine, browserName, ...(channel && { channel }) },
      }
    }),
    // These tests take minutes and run only on request.
    ...(process.env.OUTAGES ? [{ name: 'outages', testMatch: /outages\/.*\.spec\.ts$/ }] : []),
  ],
  fullyParallel: true,
  timeout: 120_000, // enough for a whole upload on a slow machine
  forbidOnly: !!process.env.CI,
  // A busy machine can break one attempt. The report lists such a test as flaky: fix it as a fault.
  retries: isPart ? 1 : 0,
  // These tests wait for half of their time, so three at once are faster on two cores.
  workers: isPart ? 3 : 2,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : 'list',
  expect: { timeout: 15_000 },
  use: {
    locale: 'en-US',
    // A service worker would answer requests that tests intercept. service-worker.spec.ts allows it.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
  },
})
