import { defineConfig } from '@playwright/test'
import { findBrowser } from './web/e2e/browser.ts'

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'web/e2e',
  globalSetup: './web/e2e/build.ts',
  projects: [
    { name: 'studio', testIgnore: /outages\/.*/ },
    // Minutes long, so only asked for by name.
    ...(process.env.OUTAGES ? [{ name: 'outages', testMatch: /outages\/.*\.spec\.ts$/ }] : []),
  ],
  fullyParallel: true,
  timeout: 120_000, // whole uploads, on slow machines too
  forbidOnly: !!process.env.CI,
  workers: 2,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : 'list',
  expect: { timeout: 15_000 },
  use: {
    locale: 'en-US',
    serviceWorkers: 'block', // it would answer in place of what tests put in the way; installed.spec.ts allows it
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath && { executablePath }),
      // Without it Chromium reads no file names but plain ones, as on a machine that has no locale.
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    },
  },
})
