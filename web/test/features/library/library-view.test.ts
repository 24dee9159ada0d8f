import type { Upload, UploadId } from '@reelferry/contract'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { edge } from '../../../src/api/client.ts'
import { EdgeError } from '../../../src/api/request.ts'
import LibraryView from '../../../src/features/library/ui/LibraryView.vue'
import { loadDetailsTexts } from '../../../src/i18n/chunks/details.ts'
import { loadLibraryTexts } from '../../../src/i18n/chunks/library.ts'
import { loadFailureTexts, loadLocale } from '../../../src/i18n/index.ts'
import { go } from '../../../src/composables/navigation.ts'
import PageLink from '../../../src/app/PageLink.vue'

beforeAll(async () => {
  await loadLocale('en')
  await loadDetailsTexts()
  await loadLibraryTexts()
  await loadFailureTexts()
})

const upload = (name: string): Upload => ({
  uploadId: name.padEnd(22, 'A') as UploadId,
  name: `${name}.mp4`,
  openedAt: 0,
  status: 'ready',
  visibility: 'public',
  retryAfter: 0,
})

/** Spies on a call of the edge, until the end of the test. */
const spies: { mockRestore(): void }[] = []
const spyOnEdge = <Key extends keyof typeof edge>(key: Key) => {
  const spy = vi.spyOn(edge, key)
  spies.push(spy)
  return spy
}
afterEach(() => spies.splice(0).forEach((spy) => spy.mockRestore()))

describe('Try again', () => {
  it('keeps the focus after a failure, and moves it to the first new card after success', async () => {
    const page = spyOnEdge('uploads').mockRejectedValue(new EdgeError('network-lost'))
    const global = { components: { RouterLink: PageLink } }
    const library = mount(LibraryView, { global, attachTo: document.body })
    await flushPromises()
    const button = () => library.get<HTMLButtonElement>('.trouble button')
    const tryAgain = async () => {
      button().element.focus()
      await button().trigger('click')
      await flushPromises()
    }
    await tryAgain()
    expect(document.activeElement).toBe(button().element)

    page.mockResolvedValue({ uploads: [upload('a'), upload('b')], cursor: '1' })
    await tryAgain()
    expect(document.activeElement).toBe(library.get('article').element)
    library.unmount()
  })
})

describe('a selection', () => {
  const mountLibrary = async () => {
    spyOnEdge('uploads').mockResolvedValue({ uploads: [...'abcd'].map(upload) })
    const global = { components: { RouterLink: PageLink } }
    const library = mount(LibraryView, { global, attachTo: document.body })
    await flushPromises()
    const select = (name: string, shiftKey = false) =>
      library.get(`[data-upload^=${name}] .check`).trigger('click', { shiftKey })
    return { library, select }
  }

  it('makes a range of videos private with four clicks', async () => {
    const edits = spyOnEdge('editUpload').mockImplementation(async (uploadId, edited) => ({
      ...upload(uploadId.charAt(0)),
      ...(edited.visibility && { visibility: edited.visibility }),
    }))
    const { library, select } = await mountLibrary()
    await select('b')
    await select('d', true)
    expect(library.get('.selection-bar').text()).toContain('3 selected')
    // Opening the select and choosing an option are two clicks.
    await library.get('.selection-bar select').setValue('private')
    await flushPromises()
    expect(edits.mock.calls.map(([uploadId, edited]) => [uploadId.charAt(0), edited])).toEqual(
      [...'bcd'].map((name) => [name, { visibility: 'private' }]),
    )
    expect(library.findAll('article .visibility').map((item) => item.text())).toEqual([
      'Public',
      'Private',
      'Private',
      'Private',
    ])
    library.unmount()
  })

  it('ends when the search or the filter changes', async () => {
    const { library, select } = await mountLibrary()
    await select('a')
    await library.get('input[type=search]').setValue('a')
    expect(library.find('.selection-bar').exists()).toBe(false)
    library.unmount()
  })
})

describe('the page of a video', () => {
  const mountVideo = async (stored = upload('a')) => {
    spyOnEdge('upload').mockResolvedValue(stored)
    const global = { components: { RouterLink: PageLink } }
    const page = mount(LibraryView, {
      props: { uploadId: stored.uploadId },
      global,
      attachTo: document.body,
    })
    await flushPromises()
    const answers: ((isAccepted: boolean) => void)[] = []
    const edits = spyOnEdge('editUpload').mockImplementation(
      (_, { visibility, ...edited }) =>
        new Promise((resolve, reject) =>
          answers.push((isAccepted) =>
            isAccepted
              ? resolve({ ...stored, ...(visibility && { visibility }), ...edited } as Upload)
              : reject(new EdgeError('network-lost')),
          ),
        ),
    )
    const answer = async (isAccepted: boolean) => {
      answers.shift()?.(isAccepted)
      await flushPromises()
    }
    const sent = () => edits.mock.calls.map(([, edited]) => edited)
    const save = () => page.get('form').trigger('submit')
    const end = () => page.unmount()
    return { page, answer, sent, save, end }
  }

  it('saves only changed details', async () => {
    const { page, answer, sent, save, end } = await mountVideo()
    expect(page.find('.save-bar').exists()).toBe(false)
    await page.get('textarea').setValue('By the sea')
    await page.get('input[value=private]').trigger('change')
    expect(page.get('.save-bar').text()).toContain('Unsaved changes')
    await save()
    expect(sent()).toEqual([{ description: 'By the sea', visibility: 'private' }])
    await answer(true)
    expect(page.find('.save-bar').exists()).toBe(false)
    expect(document.activeElement).toBe(page.get('h1').element)
    end()
  })

  it('keeps changes that were not saved, and those made meanwhile', async () => {
    const { page, answer, sent, save, end } = await mountVideo()
    const title = () => page.get<HTMLInputElement>('input[type=text]')
    await title().setValue('First')
    await save()
    await answer(false)
    expect([title().element.value, page.find('.trouble').exists()]).toEqual(['First', true])
    await save()
    await title().setValue('Second')
    await answer(true)
    expect([title().element.value, page.find('.trouble').exists()]).toEqual(['Second', false])
    await save()
    expect(sent().at(-1)).toEqual({ title: 'Second' })
    end()
  })

  it('discards changes, and warns before they are lost', async () => {
    const { page, end } = await mountVideo()
    const confirm = vi.fn(() => false)
    vi.stubGlobal('confirm', confirm)
    await page.get('input[type=text]').setValue('New')
    await go('/help')
    expect([confirm.mock.calls.length, location.pathname]).toEqual([1, '/'])
    await page.get('.save-bar button').trigger('click')
    expect(page.get<HTMLInputElement>('input[type=text]').element.value).toBe('')
    await go('/')
    expect(confirm).toHaveBeenCalledTimes(1)
    vi.unstubAllGlobals()
    end()
  })

  it('offers the next step after a failure, and nothing that has no effect then', async () => {
    const problem = { code: 'processing-failed' } as const
    const { page, end } = await mountVideo({ ...upload('f'), status: 'failed', problem })
    expect(page.get('.problem').text()).toContain('then upload it again')
    expect(page.get('.problem a').attributes('href')).toBe('/')
    expect(page.find('input[type=radio]').exists()).toBe(false)
    end()
  })

  it('explains that there is no such video', async () => {
    const { page, end } = await mountVideo()
    spyOnEdge('upload').mockRejectedValue(new EdgeError('upload-not-found'))
    await page.setProps({ uploadId: upload('z').uploadId })
    await flushPromises()
    expect(page.get('h1').text()).toBe('We can’t find that video')
    end()
  })
})
