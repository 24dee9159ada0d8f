import { syncIntervalSeconds } from '@reelferry/contract'
import { expect, it } from 'vitest'
import { cacheSync, getCachedSync } from '../../src/uploads/vod-cache.ts'

it('caches a sync for the interval that the studio knows too', async () => {
  const key = `upload/${crypto.randomUUID()}` as const
  await cacheSync(key, 'pending')
  expect(await getCachedSync(key)).toBe('pending')
  const response = await caches.default.match(`https://recent.invalid/${key}`)
  expect(response?.headers.get('cache-control')).toBe(`max-age=${syncIntervalSeconds}`)
  await response?.body?.cancel()
})
