import type { UploadId } from '@reelferry/contract'
import { mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { nextTick, reactive, shallowRef } from 'vue'
import type { Job } from '../../../../src/features/upload/job/job.ts'
import type { RefusedFile } from '../../../../src/features/upload/queue/refused-files.ts'
import JobList from '../../../../src/features/upload/ui/JobList.vue'
import { loadDetailsTexts } from '../../../../src/i18n/chunks/details.ts'
import { loadQueueTexts } from '../../../../src/i18n/chunks/queue.ts'
import { loadFailureTexts, loadLocale } from '../../../../src/i18n/index.ts'

const jobs = shallowRef<readonly Job[]>([])
const refused = shallowRef<readonly RefusedFile[]>([])
const dismissRefused = (id: string) =>
  (refused.value = refused.value.filter((file) => file.id !== id))
vi.mock('../../../../src/features/upload/queue/queue.ts', () => ({
  useQueue: () =>
    reactive({
      jobs,
      refused,
      dismissRefused,
      canGoNext: () => false,
      isPersistent: true,
      notPersistedReason: undefined,
      isBusy: false,
    }),
}))
vi.stubGlobal(
  'IntersectionObserver',
  class {
    observe = () => undefined
    disconnect = () => undefined
  },
)

beforeEach(async () => {
  await loadLocale('en')
  await loadDetailsTexts()
  await loadQueueTexts()
  await loadFailureTexts()
})

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
  expect(list.findAll('article [role=progressbar]').at(3)?.attributes('aria-valuetext')).toContain(
    '47 percent',
  )
  list.unmount()
  return updated.mock.calls.length
}

it('renders only the card of the changed job, however many there are', async () => {
  const few = await updatesOf(5)
  expect(few).toBeGreaterThan(0)
  // Ten times as many show it. Mounting a card costs up to 30 ms in happy-dom on a busy machine.
  expect(await updatesOf(50)).toBe(few)
})

it('shows a line for each refused file, also without a job, until it is dismissed', async () => {
  jobs.value = []
  refused.value = [
    { id: '1', name: 'notes.txt', code: 'not-a-video' },
    { id: '2', name: 'empty.mp4', code: 'empty-file' },
  ]
  const list = mount(JobList)
  const lines = () => list.findAll('[role=alert]').map((line) => line.text())
  expect(lines()).toEqual([
    expect.stringMatching(/^notes\.txt – .*video/),
    expect.stringMatching(/^empty\.mp4 .*empty/),
  ])
  await list.get('[role=alert] button').trigger('click')
  expect(lines()).toEqual([expect.stringContaining('empty.mp4')])
  list.unmount()
})
