/** The parts of a video's page that the edge fills: the review with the reply, and the statistics. */
import { type Upload, UploadId } from '@reelferry/contract'
import { flushPromises, mount } from '@vue/test-utils'
import * as v from 'valibot'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { studio } from '../../../src/api/origin.ts'
import ReviewNote from '../../../src/features/library/ui/ReviewNote.vue'
import VideoStatistics from '../../../src/features/library/ui/VideoStatistics.vue'
import { loadLibraryTexts } from '../../../src/i18n/chunks/library.ts'
import { loadFailureTexts, loadLocale } from '../../../src/i18n/index.ts'

beforeAll(async () => {
  await loadLocale('en')
  await loadLibraryTexts()
  await loadFailureTexts()
})

/** Answers the requests of a test in their order; a number is the status of an answer without a body. */
let spy: { mockRestore(): void } | undefined
function answer(...answers: (object | number)[]) {
  const requests: { path: string; body: unknown }[] = []
  spy = vi.spyOn(studio, 'fetch').mockImplementation(async (input, init) => {
    const { pathname } = new URL(String(input), 'http://localhost')
    requests.push({ path: pathname, body: init?.body && JSON.parse(String(init.body)) })
    const next = answers.shift() ?? 500
    return typeof next === 'number' ? new Response('', { status: next }) : Response.json(next)
  })
  return requests
}
afterEach(() => spy?.mockRestore())

const uploadId = v.parse(UploadId, 'A'.repeat(22))
const blocked: Upload = {
  uploadId,
  name: 'boat.mp4',
  openedAt: 0,
  status: 'rejected',
  visibility: 'public',
  reason: 'It shows a face.',
  retryAfter: 0,
}
const decision = { decision: 'block', reason: 'It shows a face.', at: 1 }

describe('the review of a blocked video', () => {
  it('shows the reason, and takes one reply', async () => {
    const requests = answer(
      { decision, mayReply: true },
      { decision, reply: { text: 'It is mine.', at: 2 }, mayReply: false },
    )
    const note = mount(ReviewNote, { props: { upload: blocked } })
    await flushPromises()
    expect(note.text()).toContain('It shows a face.')
    const send = note.get('button')
    expect(send.attributes()).toHaveProperty('disabled')
    await note.get('textarea').setValue('It is mine.')
    await note.get('form').trigger('submit')
    await flushPromises()
    expect(requests[1]).toEqual({
      path: `/api/uploads/${uploadId}/reply`,
      body: { text: 'It is mine.' },
    })
    expect(note.find('form').exists()).toBe(false)
    expect(note.text()).toContain('It is mine.')
    note.unmount()
  })

  it('keeps the text of a reply that could not be sent', async () => {
    answer({ decision, mayReply: true }, 503)
    const note = mount(ReviewNote, { props: { upload: blocked } })
    await flushPromises()
    await note.get('textarea').setValue('It is mine.')
    await note.get('form').trigger('submit')
    await flushPromises()
    expect(note.get<HTMLTextAreaElement>('textarea').element.value).toBe('It is mine.')
    expect(note.get('button').attributes()).not.toHaveProperty('disabled')
    note.unmount()
  })

  it('has no form for a creator who has replied, and asks nothing for a published video', async () => {
    answer({ decision, reply: { text: 'It is mine.', at: 2 }, mayReply: false })
    const note = mount(ReviewNote, { props: { upload: blocked } })
    await flushPromises()
    expect(note.find('form').exists()).toBe(false)
    note.unmount()
    spy?.mockRestore()
    const requests = answer()
    mount(ReviewNote, { props: { upload: { ...blocked, status: 'ready' } } }).unmount()
    expect(requests).toEqual([])
  })
})

describe('the statistics of a video', () => {
  it('add up the days, and list the newest day first', async () => {
    answer({
      uploadId,
      since: '2026-11-01',
      days: [
        { day: '2026-11-01', plays: 2, traffic: 1_000_000 },
        { day: '2026-11-02', plays: 1200, traffic: 500_000 },
      ],
    })
    const panel = mount(VideoStatistics, { props: { uploadId } })
    await flushPromises()
    expect(panel.findAll('dd').map((value) => value.text())).toEqual(['1,202', '1.5 MB'])
    expect(panel.text()).toContain('since Nov 1, 2026')
    expect(panel.findAll('tbody th').map((day) => day.text())).toEqual([
      'Nov 2, 2026',
      'Nov 1, 2026',
    ])
    panel.unmount()
  })

  it('can be requested again after a failure', async () => {
    answer(503, { uploadId, since: '2026-11-01', days: [] })
    const panel = mount(VideoStatistics, { props: { uploadId } })
    await flushPromises()
    await panel.get('button').trigger('click')
    await flushPromises()
    expect(panel.findAll('dd').map((value) => value.text())).toEqual(['0', '0 bytes'])
    panel.unmount()
  })
})
