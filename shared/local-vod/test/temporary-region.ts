import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { startRegion, type Region, type RegionOptions } from '../src/index.ts'
import { account } from './api-client.ts'

/** Creates a directory that is deleted at the end of the test. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'local-vod-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** Starts a region that is closed at the end of the test. */
export async function temporaryRegion(options: Partial<RegionOptions> = {}): Promise<Region> {
  const directory = options.directory ?? (await temporaryDirectory())
  const region = await startRegion({ port: 0, account, processingMs: 20, ...options, directory })
  onTestFinished(() => region.close())
  return region
}
