import { type ScheduledVisibility, type Upload, UploadId } from '@reelferry/contract'
import { flushPromises, mount } from '@vue/test-utils'
import * as v from 'valibot'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { edge } from '../../../src/api/client.ts'
import PageLink from '../../../src/app/PageLink.vue'
import {
  fromLocalTime,
  toLocalTime,
  withPublishAt,
  withVisibility,
} from '../../../src/features/library/model/schedule.ts'
import LibraryView from '../../../src/features/library/ui/LibraryView.vue'
import { loadDetailsTexts } from '../../../src/i18n/chunks/details.ts'
import { loadLibraryTexts } from '../../../src/i18n/chunks/library.ts'
import { loadFailureTexts, loadLocale } from '../../../src/i18n/index.ts'

beforeAll(async () => {
  await loadLocale('en')
  await loadDetailsTexts()
  await loadLibraryTexts()
  await loadFailureTexts()
})

/** Spies on calls of the edge, until the end of the test. */
const spies: { mockRestore(): void }[] = []
const spyOnEdge = <Key extends keyof typeof edge>(key: Key) => {
  const spy = vi.spyOn(edge, key)
  spies.push(spy)
  return spy
}
afterEach(() => spies.splice(0).forEach((spy) => spy.mockRestore()))

describe('the times of a schedule', () => {
  it.each<[string, ScheduledVisibility, ScheduledVisibility]>([
    [
      'keep both times of a video that stays hidden until it is published',
      withVisibility({ visibility: 'private', publishAt: 1, unlistAt: 2 }, 'unlisted'),
      { visibility: 'unlisted', publishAt: 1, unlistAt: 2 },
    ],
    [
      'lose the time to publish when the video becomes public',
      withVisibility({ visibility: 'private', publishAt: 1, unlistAt: 2 }, 'public'),
      { visibility: 'public', unlistAt: 2 },
    ],
    [
      'lose the time to unlist when the video is not public any more',
      withVisibility({ visibility: 'public', unlistAt: 2 }, 'private'),
      { visibility: 'private' },
    ],
    [
      'lose both when the time to publish is cleared',
      withPublishAt({ visibility: 'private', publishAt: 1, unlistAt: 2 }, undefined),
      { visibility: 'private' },
    ],
  ])('%s', (_, schedule, expected) => {
    expect(schedule).toEqual(expected)
  })

  it('are entered in the time zone of the device', () => {
    expect(toLocalTime(new Date(2026, 11, 3, 9, 5).getTime())).toBe('2026-12-03T09:05')
    expect(fromLocalTime('2026-12-03T09:05')).toBe(new Date(2026, 11, 3, 9, 5).getTime())
    expect(fromLocalTime('')).toBeUndefined()
  })
})

const upload: Upload = {
  uploadId: v.parse(UploadId, 'A'.repeat(22)),
  name: 'Boat.mp4',
  openedAt: 0,
  status: 'ready',
  visibility: 'private',
  retryAfter: 0,
}

/** The page of a video, and the changes that it saves. */
async function openPage(stored: Partial<Upload> = {}) {
  spyOnEdge('uploads').mockResolvedValue({ uploads: [] })
  spyOnEdge('upload').mockResolvedValue({ ...upload, ...stored })
  const save = spyOnEdge('editUpload').mockImplementation(
    async (_, { visibility = 'public', ...edited }) => ({
      ...upload,
      ...edited,
      visibility,
    }),
  )
  const page = mount(LibraryView, {
    global: { components: { RouterLink: PageLink } },
    props: { uploadId: upload.uploadId },
    attachTo: document.body,
  })
  await flushPromises()
  const labels = () => page.findAll('.schedule label').map((label) => label.text())
  const field = (label: string) => {
    const element = page.findAll('.schedule label').find((item) => item.text() === label)
    return page.get<HTMLInputElement>(`[id="${element?.attributes('for')}"]`)
  }
  const effect = (label: string) =>
    page.get(`[id="${field(label).attributes('aria-describedby')}"]`).text()
  const pressSave = async () => {
    await page.get('.save-bar .primary').trigger('click')
    await flushPromises()
  }
  return { page, save, labels, field, effect, pressSave }
}

describe('the page of a private video', () => {
  it('saves the times with the visibility, and shows their effect', async () => {
    const { page, save, labels, field, effect, pressSave } = await openPage()
    expect(labels()).toEqual(['Publish at'])
    await field('Publish at').setValue('2099-12-03T09:00')
    expect(effect('Publish at')).toMatch(/^Public from Dec 3, 2099, 9:00/)
    await field('Unlist at').setValue('2099-12-04T09:00')
    expect(effect('Unlist at')).toMatch(/^Unlisted from Dec 4, 2099/)
    await pressSave()
    expect(save.mock.lastCall?.[1]).toEqual({
      visibility: 'private',
      publishAt: new Date(2099, 11, 3, 9).getTime(),
      unlistAt: new Date(2099, 11, 4, 9).getTime(),
    })
    expect(page.find('.save-bar').exists()).toBe(false)
    expect(field('Publish at').element.value).toBe('2099-12-03T09:00')
    page.unmount()
  })

  it('does not save a time to unlist that is not later than the time to publish', async () => {
    const { page, save, field, effect, pressSave } = await openPage()
    await field('Publish at').setValue('2099-12-03T09:00')
    await field('Unlist at').setValue('2099-12-03T09:00')
    expect(effect('Unlist at')).toBe('Choose a time that is later than the time to publish.')
    await pressSave()
    expect(save).not.toHaveBeenCalled()
    page.unmount()
  })

  it('removes a time', async () => {
    const publishAt = new Date(2099, 11, 3, 9).getTime()
    const { page, save, pressSave } = await openPage({ publishAt })
    await page.get('[aria-label="Clear the time to publish"]').trigger('click')
    await pressSave()
    expect(save.mock.lastCall?.[1]).toEqual({ visibility: 'private' })
    page.unmount()
  })
})

it('a video whose time to publish has come is shown as public', async () => {
  const { page, labels } = await openPage({ publishAt: Date.now() - 1000 })
  expect(labels()).toEqual(['Unlist at'])
  expect(page.get<HTMLInputElement>('.radios :checked').element.value).toBe('public')
  page.unmount()
})
