import { defineConfig } from '@playwright/test'
import { findBrowser } from './web/e2e/browser.ts'

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'web/e2e',
  globalSetup: './web/e2e/build.ts',
  projects: [
    { name: 'studio', testIgnore: /outages\/.*/ },
    // These tests take minutes and run only on request.
    ...(process.env.OUTAGES ? [{ name: 'outages', testMatch: /outages\/.*\.spec\.ts$/ }] : []),
  ],
  fullyParallel: true,
  timeout: 120_000, // enough for a whole upload on a slow machine
  forbidOnly: !!process.env.CI,
  workers: 2,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : 'list',
  expect: { timeout: 15_000 },
  use: {
    locale: 'en-US',
    // A service worker would answer requests that tests intercept. service-worker.spec.ts allows it.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath && { executablePath }),
      // Without a UTF-8 locale, Chromium can only read ASCII file names.
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    },
  },
})
