/** Fixtures that start the engine of the project. All other fixtures extend them. */
import { type BrowserContext, type BrowserContextOptions, test as base } from '@playwright/test'
import { expectedFailures, missingCapabilities } from './capabilities.ts'
import { type Devices, type Engine, findDriver, launchOptions } from './engines.ts'

export interface EngineOptions {
  engine: Engine
  devices: Devices
}

/** Starts the engine with a profile on disk, which a later start finds again. Closes it after the test. */
export type StartBrowser = (
  profile: string,
  options?: BrowserContextOptions & { isPrivate?: boolean },
) => Promise<BrowserContext>

export const test = base.extend<
  { startBrowser: StartBrowser; privateWindow: BrowserContext; capabilities: undefined },
  EngineOptions
>({
  engine: ['chromium', { scope: 'worker', option: true }],
  devices: ['none', { scope: 'worker', option: true }],

  launchOptions: [
    ({ engine, devices }, use) => use(launchOptions(engine, devices)),
    { scope: 'worker' },
  ],

  capabilities: [
    async ({ engine }, use, testInfo) => {
      for (const tag of testInfo.tags) {
        const reason = missingCapabilities[tag]?.[engine]
        testInfo.skip(reason !== undefined, reason)
      }
      const failure = expectedFailures.find(
        ({ engine: failing, title }) =>
          failing === engine && testInfo.title.replace(/ @\w+/g, '') === title,
      )
      testInfo.fail(failure !== undefined, failure?.reason)
      await use(undefined)
    },
    { auto: true },
  ],

  startBrowser: async ({ playwright, engine, devices, baseURL }, use) => {
    const { browserName = 'chromium', channel } = findDriver(engine) ?? {}
    const started: BrowserContext[] = []
    await use(async (profile, { isPrivate = false, ...options } = {}) => {
      const context = await playwright[browserName].launchPersistentContext(profile, {
        ...launchOptions(engine, devices, isPrivate),
        ...(channel && { channel }),
        ...(baseURL && { baseURL }),
        locale: 'en-US',
        ...options,
      })
      started.push(context)
      return context
    })
    for (const context of started) await context.close()
  },

  privateWindow: async ({ browser, engine, baseURL, startBrowser }, use, testInfo) => {
    // Every context of Playwright's own builds is a private window.
    const isOwnBuild = findDriver(engine)?.channel === undefined
    const context = isOwnBuild
      ? await browser.newContext({ ...(baseURL && { baseURL }), locale: 'en-US' })
      : await startBrowser(testInfo.outputPath('private'), { isPrivate: true })
    await use(context)
    await context.close()
  },
})
