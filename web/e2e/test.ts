/** Fixtures of the end-to-end tests: a page without unexpected errors and requests, and access to the local region. */
import { type ConsoleMessage, expect, type Page } from '@playwright/test'
import { test as base } from './browsers/fixtures.ts'
import { startStudio, type Studio } from './studio.ts'

export { expect }

/** WebKit logs this directive of the policy, which it does not know. */
export const unknownDirective = /Unrecognized Content-Security-Policy directive 'manifest-src'/

/** On a busy machine, the code that uses a preloaded answer can take more than a few seconds. */
const unusedPreload = /preloaded (?:using|with) link preload/

/** A published file in the local region (`GET /_local/media`). */
interface RegionMedia {
  fileId: string
  name: string
  size: number
  sha256: string
  mediaUrl: string
  cover?: { url: string; sha256: string }
  sourceContext: string
}

/** Access to the control API of the local region. */
export interface RegionView {
  media(): Promise<RegionMedia[]>
  stats(): Promise<Record<'partBytesReceived' | 'parts' | 'applies' | 'commits', number>>
  setFaults(faults: Record<string, unknown>): Promise<void>
}

/** The only published file with a name, which VOD stores without its extension. */
export async function publishedFile(region: RegionView, name: string): Promise<RegionMedia> {
  const found = (await region.media()).filter((media) => media.name === name)
  expect(found, `published as ${name}`).toHaveLength(1)
  return found[0] as RegionMedia
}

/** Ends the process of a page, as a crash does. Chromium only. */
export async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash')
  const session = await page.context().newCDPSession(page)
  session.send('Page.crash').catch(() => undefined)
  await crashed
}

export interface Guard {
  /** Allows console output and requests that the test causes on purpose. */
  allowErrors(pattern: RegExp): void
}

export const test = base.extend<{ region: RegionView; guard: Guard }, { studio: Studio }>({
  studio: [
    async ({}, use) => {
      const studio = await startStudio('start')
      await use(studio)
      await studio.stop()
    },
    { scope: 'worker' },
  ],

  baseURL: ({ studio }, use) => use(studio.origin),

  region: async ({ playwright, studio }, use) => {
    const request = await playwright.request.newContext({ baseURL: studio.regionOrigin })
    const get = async (path: string) => (await request.get(path)).json()
    await use({
      media: () => get('/_local/media'),
      stats: () => get('/_local/stats'),
      setFaults: async (faults) => {
        const response = await request.patch('/_local/faults', { data: faults })
        expect(response.ok()).toBe(true)
      },
    })
    await request.dispose()
  },

  guard: [
    async ({ page, studio }, use) => {
      const allowedOrigins = [studio.origin, studio.regionOrigin]
      // Playwright logs this if `serviceWorkers` is 'block'.
      const allowed: RegExp[] = [
        /Service Worker registration blocked by Playwright/,
        unknownDirective,
        unusedPreload,
      ]
      const errors: string[] = []
      page.on('console', (message: ConsoleMessage) => {
        if (['error', 'warning'].includes(message.type()))
          errors.push(`console ${message.type()}: ${message.text()} (${message.location().url})`)
      })
      page.on('pageerror', (error) => errors.push(`page error: ${error.message}`))
      page.on('request', (request) => {
        const url = request.url()
        if (!/^(data|blob):/.test(url) && !allowedOrigins.includes(new URL(url).origin))
          errors.push(`unexpected request: ${url}`)
      })
      await use({ allowErrors: (pattern) => void allowed.push(pattern) })
      expect(errors.filter((line) => !allowed.some((pattern) => pattern.test(line)))).toEqual([])
    },
    { auto: true },
  ],
})
