/** Fixture for tests of the embedded uploader: the example site and a studio that accepts its tokens. */
import { startSite } from '../examples/uploader/site.ts'
import { test as base } from './browsers/fixtures.ts'
import { startLocalRegion } from '../local-region.ts'
import { freePort, startStudio } from './studio.ts'

export interface Embedded {
  studio: string
  region: string
  site: Awaited<ReturnType<typeof startSite>>
}

export const test = base.extend<object, { embedded: Embedded }>({
  embedded: [
    async ({}, use, { workerIndex }) => {
      const PORT = String(await freePort())
      const region = await startLocalRegion({
        port: await freePort(),
        directory: `test-results/embedded-${workerIndex}`,
        studioOrigin: `http://127.0.0.1:${PORT}`,
      })
      const site = await startSite()
      const environment = { ...region.workerEnvironment, ...site.workerEnvironment, PORT }
      const studio = await startStudio('preview', environment)
      site.embed(studio.origin, region.origin)
      await use({ studio: studio.origin, region: region.origin, site })
      await studio.stop()
      site.close()
      await region.close()
    },
    { scope: 'worker' },
  ],
})
