import { expect, it } from 'vitest'
import { mayWatchPrivate } from '../../src/creators/authenticate.ts'
import type { Creator } from '../../src/creators/creator.ts'

const person: Creator = {
  creatorId: 'ada',
  name: 'Ada',
  permissions: [],
  limits: { maxFileBytes: 1, uploadsPerDay: 0, concurrentUploads: 0 },
}

it('shows private videos to the creators of the studio only', () => {
  expect(mayWatchPrivate({ ...person, permissions: ['video:upload'] })).toBe(true)
  expect(mayWatchPrivate(person)).toBe(false)
  expect(mayWatchPrivate(undefined)).toBe(false)
})
