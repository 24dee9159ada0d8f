/** Uploads under faults: start an upload, measure what the region receives, check what the browser stores. */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { BrowserContext, Locator, Page } from '@playwright/test'
import { expect, publishedFile, type RegionView, test as base } from './test.ts'
import { sha256 } from './video-file.ts'

export const megabyte = 1024 * 1024
/** Part size that the studio chooses at the rates of these tests, bytes: about one second of transfer. */
export const partSize = 2 ** 20
export const partsInFlight = 6

export const noFaults = {
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
  exactSizes: false,
  processingMs: 100,
  credentialsTtlSeconds: 7200,
  sessionTtlSeconds: 86_400,
}

/** Each test starts and ends without faults, because the tests of a worker share its region. */
export const test = base.extend<{ faultReset: undefined }>({
  faultReset: [
    async ({ region }, use) => {
      await region.setFaults(noFaults)
      await use(undefined)
      await region.setFaults(noFaults)
    },
    { auto: true },
  ],
})

export { expect }

/** Waits until a value is the same three times in a row, and returns it. */
export async function settledValue<Value>(read: () => Promise<Value>): Promise<Value> {
  let last = await read()
  let repetitions = 0
  await expect(async () => {
    const now = await read()
    repetitions = isDeepStrictEqual(now, last) ? repetitions + 1 : 0
    last = now
    expect(repetitions).toBe(2)
  }).toPass({ intervals: [500] })
  return last
}

/** Opens the studio, adds a file and starts its upload. */
export async function upload(page: Page, path: string, name: string): Promise<Locator> {
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles(path)
  const job = page.getByRole('article', { name })
  await job.getByRole('button', { name: 'Upload' }).click()
  return job
}

/** Measures what the region receives and stores from now on. */
export async function trackUpload(region: RegionView) {
  const before = await region.stats()
  return {
    received: async () => (await region.stats()).partBytesReceived - before.partBytesReceived,
    stored: async () => (await region.stats()).parts - before.parts,
    /**
     * Waits until `count` reaches `min`, and then slows the connections down, so that the upload lasts for more than a
     * minute. Each of the parts in flight has its own connection.
     */
    slowDownAt: async (min: number, count: () => Promise<number>) => {
      await expect.poll(count, { intervals: [100], timeout: 60_000 }).toBeGreaterThanOrEqual(min)
      await region.setFaults({ bytesPerSecond: 20_000 })
    },
    /** Expects that the file was published once and unchanged, and that at most `maxRepeatedBytes` were sent again. */
    expectPublished: async (path: string, maxRepeatedBytes = partsInFlight * partSize) => {
      const name = basename(path, '.mp4')
      expect((await publishedFile(region, name)).sha256).toBe(await sha256(path))
      const { size } = await stat(path)
      const repeatedBytes =
        (await region.stats()).partBytesReceived - before.partBytesReceived - size
      expect(repeatedBytes).toBeLessThanOrEqual(maxRepeatedBytes)
    },
  }
}

declare global {
  interface Window {
    /** Offset of the page's clock, ms. */
    clockShift: number
    /** Additional time that has passed for `Date` and `performance.now` of the page, ms. */
    timePassed: number
  }
}

/** Sets the clock of pages. Their timers are not changed. */
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

/** Waits until the browser stores files, or file handles, of exactly `count` jobs. */
export async function expectStoredFiles(
  page: Page,
  count: number,
  store: 'files' | 'handles' = 'files',
): Promise<void> {
  const countStored = () =>
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
  await expect.poll(countStored, { timeout: 30_000 }).toBe(count)
}

/** Console errors that network faults cause in the different engines. */
export const networkErrors =
  /Failed to load resource|CORS policy|ERR_|Failed to fetch|Same Origin Policy|Cross-Origin Request Blocked|access control checks|network connection was lost|Could not connect|Connection terminated|NetworkError|Load failed|Cannot load/
