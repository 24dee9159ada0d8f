import type { UploadId } from '@reelferry/contract'
import { mount } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, reactive, shallowRef } from 'vue'
import type { Job } from '../../../../src/features/upload/job/job.ts'
import type { RefusedFile } from '../../../../src/features/upload/queue/refused-files.ts'
import JobList from '../../../../src/features/upload/ui/JobList.vue'
import { loadDetailsTexts } from '../../../../src/i18n/chunks/details.ts'
import { loadQueueTexts } from '../../../../src/i18n/chunks/queue.ts'
import { loadFailureTexts, loadLocale } from '../../../../src/i18n/index.ts'

const jobs = shallowRef<readonly Job[]>([])
const refused = shallowRef<readonly RefusedFile[]>([])
const move = vi.fn((jobId: string, index: number) => {
  const others = jobs.value.filter((job) => job.jobId !== jobId)
  const moved = jobs.value.filter((job) => job.jobId === jobId)
  jobs.value = [...others.slice(0, index), ...moved, ...others.slice(index)]
})
const uploadNext = vi.fn()
const forAll = vi.fn()
const retryNow = vi.fn()
const offline = shallowRef<{ retryAt?: number }>()
const dismissRefused = (id: string) =>
  (refused.value = refused.value.filter((file) => file.id !== id))
vi.mock('../../../../src/features/upload/queue/queue.ts', () => ({
  useQueue: () =>
    reactive({
      jobs,
      refused,
      dismissRefused,
      move,
      ...{ uploadNext, forAll, retryNow, offline },
      canGoNext: (jobId: string) => jobId === '2',
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

const sent = (index: number, sentBytes: number): Job & { stage: 'uploading' } => ({
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

/** A menu that is always open. */
const OpenMenu = defineComponent(
  (_, { slots }) =>
    () =>
      h('div', { class: 'menu' }, slots.default?.({ close: () => undefined })),
)

/** Shows three jobs with the ids 0, 1 and 2. */
function mountThree() {
  refused.value = []
  jobs.value = [sent(0, 0), sent(1, 0), sent(2, 0)]
  const list = mount(JobList, {
    global: { stubs: { RouterLink: true, PopoverMenu: OpenMenu } },
    attachTo: document.body,
  })
  const names = () => list.findAll('article').map((card) => card.attributes('aria-label'))
  const card = (index: number) => list.get(`article[aria-label="${index}.mp4"]`)
  return { list, names, card }
}

it('changes the order with the keyboard, and keeps the focus on the card that moves', async () => {
  const { list, names, card } = mountThree()
  await card(0).trigger('keydown', { key: 'ArrowDown', altKey: true })
  await nextTick()
  expect(names()).toEqual(['1.mp4', '0.mp4', '2.mp4'])
  expect(document.activeElement?.getAttribute('aria-label')).toBe('0.mp4')
  await card(0).trigger('keydown', { key: 'ArrowUp', altKey: true })
  expect(names()).toEqual(['0.mp4', '1.mp4', '2.mp4'])
  await card(0).trigger('keydown', { key: 'ArrowDown' })
  expect(names()).toEqual(['0.mp4', '1.mp4', '2.mp4'])
  list.unmount()
})

it('changes the order by dragging a picture to another card, but not by dragging text', async () => {
  const { list, names, card } = mountThree()
  await card(2).get('.job-facts').trigger('dragstart')
  await card(0).trigger('dragover')
  expect(names()).toEqual(['0.mp4', '1.mp4', '2.mp4'])
  await card(2).get('.thumb').trigger('dragstart')
  await card(0).trigger('dragover')
  expect(names()).toEqual(['2.mp4', '0.mp4', '1.mp4'])
  await card(2).get('.thumb').trigger('dragend')
  await card(1).trigger('dragover')
  expect(names()).toEqual(['2.mp4', '0.mp4', '1.mp4'])
  list.unmount()
})

it('has actions in the menu of a card: next in the queue, up and down', async () => {
  const { list, names, card } = mountThree()
  const choose = async (index: number, text: string) => {
    const action = card(index)
      .findAll('.menu button')
      .find((button) => button.text() === text)
    await action?.trigger('click')
  }
  await choose(2, 'Upload next')
  expect(uploadNext).toHaveBeenCalledWith('2')
  await choose(2, 'Move up')
  expect(names()).toEqual(['0.mp4', '2.mp4', '1.mp4'])
  await choose(0, 'Move down')
  expect(names()).toEqual(['2.mp4', '0.mp4', '1.mp4'])
  list.unmount()
})

it('shows the progress of all videos with one button, and what takes away only in a menu', async () => {
  refused.value = []
  jobs.value = [sent(0, 1000), sent(1, 500), { ...sent(2, 0), activity: 'waiting' }]
  const list = mount(JobList, { global: { stubs: { RouterLink: true, PopoverMenu: OpenMenu } } })
  const bar = list.get('.bulk')
  expect(bar.get('.bulk-text').text()).toBe('Uploading 2 of 3 47% · 2 of 3 kB')
  const main = bar.findAll('.bulk-line > .row > button')
  expect(main.map((button) => button.text())).toEqual(['Pause all'])
  expect(bar.get('.menu').text()).toContain('Cancel all uploads')
  await main[0]?.trigger('click')
  expect(forAll).toHaveBeenCalledWith('pause')
  list.unmount()
})

it('shows one banner while there is no connection, which tries again on request', async () => {
  refused.value = []
  jobs.value = [sent(0, 0), sent(1, 0)]
  offline.value = { retryAt: Date.now() + 4500 }
  const list = mount(JobList, { global: { stubs: { RouterLink: true } } })
  const banner = list.get('.banner')
  expect(list.findAll('.banner')).toHaveLength(1)
  expect(banner.text()).toMatch(
    /You’re offline\. Uploads continue when you’re back\.Retrying in [45] s/,
  )
  await banner.get('button').trigger('click')
  expect(retryNow).toHaveBeenCalledTimes(1)
  offline.value = undefined
  await nextTick()
  expect(list.find('.banner').exists()).toBe(false)
  list.unmount()
})
