import type { Upload, UploadId } from '@reelferry/contract'
import { flushPromises, mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { edge, EdgeError } from '../../../src/api/client.ts'
import LibraryList from '../../../src/features/library/ui/LibraryList.vue'
import { loadFailureTexts, loadLocale } from '../../../src/i18n/index.ts'
import PageLink from '../../../src/app/PageLink.vue'

beforeAll(async () => {
  await loadLocale('en')
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

describe('Try again', () => {
  it('keeps the focus after a failure, and moves it to the first new card after success', async () => {
    const page = vi.spyOn(edge, 'uploads').mockRejectedValue(new EdgeError('network-lost'))
    const global = { components: { RouterLink: PageLink } }
    const library = mount(LibraryList, { global, attachTo: document.body })
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
    page.mockRestore()
  })
})
