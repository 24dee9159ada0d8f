/** The end-to-end tests' `test`: a page that may make no noise and no unexpected request, and the region's own view. */
import { type ConsoleMessage, test as base, expect } from '@playwright/test'
import { startStudio, type Studio } from './studio.ts'

export { expect }

/** What the local region says of a published medium (`GET /_local/media`). */
interface RegionMedia {
  fileId: string
  name: string
  size: number
  sha256: string
  mediaUrl: string
  cover?: { url: string; sha256: string }
  sourceContext: string
}

export interface RegionView {
  media(): Promise<RegionMedia[]>
  stats(): Promise<Record<'partBytesReceived' | 'parts' | 'applies' | 'commits', number>>
  setFaults(faults: Record<string, unknown>): Promise<void>
}

export interface Guard {
  /** Console output and failed requests that the test provokes on purpose. */
  expectNoise(pattern: RegExp): void
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
      // Said where `serviceWorkers` is 'block'.
      const expected: RegExp[] = [/Service Worker registration blocked by Playwright/]
      const noise: string[] = []
      page.on('console', (message: ConsoleMessage) => {
        if (['error', 'warning'].includes(message.type()))
          noise.push(`console ${message.type()}: ${message.text()} (${message.location().url})`)
      })
      page.on('pageerror', (error) => noise.push(`page error: ${error.message}`))
      page.on('request', (request) => {
        const url = request.url()
        if (!/^(data|blob):/.test(url) && !allowedOrigins.includes(new URL(url).origin))
          noise.push(`unexpected request: ${url}`)
      })
      await use({ expectNoise: (pattern) => void expected.push(pattern) })
      expect(noise.filter((line) => !expected.some((pattern) => pattern.test(line)))).toEqual([])
    },
    { auto: true },
  ],
})
