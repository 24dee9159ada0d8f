import { rmSync } from 'node:fs'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { findBrowser } from '../browser.ts'
import { shiftClock } from '../upload-faults.ts'
import type { Studio } from '../studio.ts'
import type { RegionView } from '../test.ts'

/** The browser with the studio, and its region. Faults are injected into both. */
export interface TestEnvironment {
  readonly region: RegionView
  readonly context: BrowserContext
  /** The first tab. */
  page(): Page
  reload(): Promise<void>
  killTab(): Promise<void>
  crashTab(): Promise<void>
  killBrowser(): Promise<void>
  openSecondTab(): Promise<void>
  closeFirstTab(): Promise<void>
  /** Sets the clock of this and all later pages, as offset in ms. */
  setClock(ahead: number): Promise<void>
  /** Lets time pass only for the page. */
  passTime(ms: number): Promise<void>
  close(): Promise<void>
}

export async function openTestEnvironment(
  studio: Studio,
  profile: string,
): Promise<TestEnvironment> {
  let ahead = 0
  let context = await launch()
  let pages = [await open()]

  async function launch() {
    const executablePath = findBrowser()
    const launched = await chromium.launchPersistentContext(profile, {
      baseURL: studio.origin,
      locale: 'en-US',
      ...(executablePath && { executablePath }),
    })
    launched.setDefaultTimeout(30_000)
    return launched
  }

  async function open(): Promise<Page> {
    const page = await context.newPage()
    await shiftClock(page, ahead)
    await page.goto('/')
    return page
  }

  const page = () => {
    const [first] = pages
    if (!first) throw new Error('There is no tab.')
    return first
  }

  async function replace(end: (page: Page) => Promise<unknown>): Promise<void> {
    const before = page()
    await end(before)
    pages = [await open()]
    await before.close({ runBeforeUnload: false })
  }

  return {
    region: regionOf(studio.regionOrigin),
    get context() {
      return context
    },
    page,
    async reload() {
      // The page may ask for confirmation.
      page().once('dialog', (dialog) => void dialog.accept())
      await page().reload()
    },
    killTab: () => replace((before) => before.close({ runBeforeUnload: false })),
    crashTab: () =>
      replace(async (before) => {
        const crashed = before.waitForEvent('crash')
        const session = await context.newCDPSession(before)
        // The crashed page never responds.
        void session.send('Page.crash').catch(() => undefined)
        await crashed
      }),
    async killBrowser() {
      await context.close()
      context = await launch()
      pages = [await open()]
    },
    async openSecondTab() {
      pages.push(await open())
    },
    async closeFirstTab() {
      const before = page()
      pages = pages.slice(1)
      await before.close({ runBeforeUnload: false })
    },
    async setClock(to) {
      ahead = to
      await page().evaluate((ms) => (window.clockShift = ms), to)
    },
    async passTime(ms) {
      await page().evaluate((by) => (window.timePassed += by), ms)
    },
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}

function regionOf(origin: string): RegionView {
  const get = async (path: string) => (await fetch(`${origin}/_local/${path}`)).json()
  return {
    media: () => get('media'),
    stats: () => get('stats'),
    async setFaults(faults) {
      const body = JSON.stringify(faults)
      const { ok } = await fetch(`${origin}/_local/faults`, { method: 'PATCH', body })
      if (!ok) throw new Error(`The region rejected the faults: ${body}`)
    },
  }
}
