import type { UploadId } from '@reelferry/contract'
import { mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick, reactive, shallowRef } from 'vue'
import type { Job } from '../../../../src/features/upload/job/job.ts'
import JobList from '../../../../src/features/upload/ui/JobList.vue'
import { loadLocale } from '../../../../src/i18n/index.ts'

const jobs = shallowRef<readonly Job[]>([])
vi.mock('../../../../src/features/upload/queue/queue.ts', () => ({
  useQueue: () => reactive({ jobs, isPersistent: true, hasNotPersistedFile: false, isBusy: false }),
}))
vi.stubGlobal(
  'IntersectionObserver',
  class {
    observe = () => undefined
    disconnect = () => undefined
  },
)

beforeEach(() => loadLocale('en'))

const sent = (index: number, sentBytes: number): Job => ({
  jobId: `${index}`,
  source: { name: `${index}.mp4`, size: 1000, type: 'video/mp4' },
  stage: 'uploading',
  activity: 'sending',
  uploadId: 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId,
  transferred: { sentBytes, speed: 10, remainingSeconds: undefined },
})

/** Number of components that are rendered again when one of `count` jobs makes progress. */
async function updatesOf(count: number): Promise<number> {
  jobs.value = Array.from({ length: count }, (_, index) => sent(index, 100))
  const updated = vi.fn()
  const list = mount(JobList, {
    global: { mixins: [{ updated }], stubs: { RouterLink: true } },
  })
  jobs.value = jobs.value.map((job, index) => (index === 3 ? sent(3, 500) : job))
  await nextTick()
  expect(list.findAll('progress').at(3)?.attributes('aria-valuetext')).toContain('47 percent')
  list.unmount()
  return updated.mock.calls.length
}

it('renders only the card of the changed job, however many there are', async () => {
  const few = await updatesOf(5)
  expect(few).toBeGreaterThan(0)
  // Ten times as many show it. Mounting a card costs up to 30 ms in happy-dom on a busy machine.
  expect(await updatesOf(50)).toBe(few)
})
