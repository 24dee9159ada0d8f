import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findBrowser } from './web/e2e/browser.ts'

const freePort = () =>
  new Promise<string>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(String(typeof address === 'object' && address?.port)))
    })
  })

// The processes that run the tests load this file too; they inherit what the first one chose.
process.env.PORT ??= await freePort()
process.env.REGION_PORT ??= await freePort()
process.env.STATE_DIRECTORY ??= mkdtempSync(join(tmpdir(), 'reelferry-e2e-'))

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'web/e2e',
  projects: [
    { name: 'studio', testMatch: /e2e\/[^/]+\.spec\.ts$/, fullyParallel: true },
    // Faults of the region are faults for everyone, and the production build replaces what is served.
    {
      name: 'faults',
      testMatch: /faults\/.*\.spec\.ts$/,
      dependencies: ['studio'],
      workers: 1,
    },
    { name: 'production', testMatch: /production\/.*\.spec\.ts$/, dependencies: ['faults'] },
    // Minutes long, so only asked for by name.
    ...(process.env.OUTAGES ? [{ name: 'outages', testMatch: /outages\/.*\.spec\.ts$/ }] : []),
  ],
  timeout: 120_000, // whole uploads, on slow machines too
  forbidOnly: !!process.env.CI,
  workers: 2,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : 'list',
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://localhost:${process.env.PORT}`,
    locale: 'en-US',
    trace: 'retain-on-failure',
    launchOptions: executablePath ? { executablePath } : {},
  },
  webServer: {
    command: 'node web/serve.ts start',
    url: `http://localhost:${process.env.PORT}/api/health`,
    reuseExistingServer: false,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    stdout: 'pipe',
  },
})
