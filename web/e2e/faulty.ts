/** What the tests of faults share: how to upload, what was received, what the browser keeps. */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expect, type RegionView } from './test.ts'
import { sha256 } from './video-file.ts'

export const megabyte = 1024 * 1024
/** What a connection sends in about a second, at the megabyte a second or less that these tests set. */
export const partSize = 2 ** 20
export const partsInFlight = 6

export const none = {
  offline: false,
  latencyMs: 0,
  bytesPerSecond: 0,
  loseCallbacks: false,
  duplicateCallbacks: false,
  failTranscode: false,
  moderation: null,
  applyFailures: 0,
  commitFailures: 0,
  dropParts: 0,
  silent: false,
  serverErrors: 0,
  hiddenEtags: 0,
  lostAnswers: 0,
  expiredSignatures: 0,
  singleCommits: false,
  processingMs: 100,
  credentialsTtlSeconds: 7200,
  sessionTtlSeconds: 86_400,
}

export async function upload(page: Page, path: string, name: string): Promise<Locator> {
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name })
  await job.getByRole('button', { name: 'Upload' }).click()
  return job
}

/** What the region received since, and whether it published this very file, once. */
export async function watched(region: RegionView) {
  const before = await region.stats()
  return {
    received: async () => (await region.stats()).partBytesReceived - before.partBytesReceived,
    stored: async () => (await region.stats()).parts - before.parts,
    /**
     * Waits until so much has come, and all but stops the line then: whatever the test does next may take its time
     * before the rest is sent.
     */
    slowAfter: async (least: number, count: () => Promise<number>) => {
      await expect.poll(count, { intervals: [100], timeout: 60_000 }).toBeGreaterThanOrEqual(least)
      await region.setFaults({ bytesPerSecond: 100_000 })
    },
    expectPublished: async (path: string, ceiling = partsInFlight * partSize) => {
      const name = basename(path, '.mp4')
      const media = (await region.media()).filter((one) => one.name === name)
      expect(media.map((one) => one.sha256)).toEqual([await sha256(path)])
      const { size } = await stat(path)
      const again = (await region.stats()).partBytesReceived - before.partBytesReceived - size
      expect(again).toBeLessThanOrEqual(ceiling)
    },
  }
}

declare global {
  interface Window {
    /** How far the page's clock is ahead, ms. */
    clockShift: number
    /** Time that has passed for the page alone, ms: by its clock, and by its stop-watch. */
    timePassed: number
  }
}

/** Sets the clock that pages read; their timers go on as they are. */
export async function shiftClock(page: Page | BrowserContext, by: number): Promise<void> {
  await page.addInitScript((ms) => {
    window.clockShift = ms
    window.timePassed = 0
    const real = Date.now
    const now = () => real() + window.clockShift + window.timePassed
    const elapsed = performance.now.bind(performance)
    performance.now = () => elapsed() + window.timePassed
    window.Date = new Proxy(Date, {
      construct: (target, parts, self) =>
        Reflect.construct(target, parts.length > 0 ? parts : [now()], self),
      get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
    })
  }, by)
}

/** Waits until the browser keeps the files of so many jobs, or the handles to them, and no more. */
export async function expectFilesKept(
  page: Page,
  count: number,
  store: 'files' | 'handles' = 'files',
): Promise<void> {
  const countKept = () =>
    page.evaluate(
      (name) =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('reelferry')
          opening.onerror = () => reject(opening.error)
          opening.onsuccess = () => {
            const counting = opening.result.transaction(name).objectStore(name).count()
            counting.onsuccess = () => {
              opening.result.close()
              resolve(counting.result)
            }
          }
        }),
      store,
    )
  await expect.poll(countKept, { timeout: 30_000 }).toBe(count)
}

export const anyNoise = /Failed to load resource|CORS policy|net::ERR/
