import { expect, it } from 'vitest'
import { maxBodyBytes, maxBodyBytesOf } from '../src/body-limits.ts'

it.each([
  ['/api/uploads', 'api'],
  ['/api/uploads/AAAAAAAAAAAAAAAAAAAAAA', 'api'],
  ['/api/uploads/AAAAAAAAAAAAAAAAAAAAAA/captions', 'captions'],
  ['/api/uploads/_-AAAAAAAAAAAAAAAAAAAA/previews?width=160&height=90&count=5', 'previews'],
  ['/api/uploads/AAAAAAAAAAAAAAAAAAAAAA/previews/more', 'api'],
  ['/api/videos/captions', 'api'],
  ['/api/vod/events/secret', 'event'],
] as const)('limits the body of %s like %s', (path, kind) => {
  expect(maxBodyBytesOf(path)).toBe(maxBodyBytes[kind])
})
