import type { EditUpload, Upload, UploadId } from '@reelferry/contract'
import { flushPromises, mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import LibraryCard from '../../../src/features/library/ui/LibraryCard.vue'
import { loadFailureTexts, loadLocale } from '../../../src/i18n/index.ts'
import PageLink from '../../../src/app/PageLink.vue'

beforeAll(async () => {
  await loadLocale('en')
  await loadFailureTexts()
})

const upload: Upload = {
  uploadId: 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId,
  name: 'My clip.mp4',
  openedAt: 0,
  status: 'ready',
  visibility: 'public',
  retryAfter: 0,
}

/** Mounts a card; the test answers its edits. */
function mountCard() {
  const saves: { edited: EditUpload; answer(isAccepted: boolean): void }[] = []
  const save = (edited: EditUpload) =>
    new Promise<boolean>((answer) => void saves.push({ edited, answer }))
  const global = { components: { RouterLink: PageLink } }
  const card = mount(LibraryCard, { props: { upload, save }, global, attachTo: document.body })
  const select = () => card.get<HTMLSelectElement>('select').element.value
  return { card, saves, select }
}

describe('the visibility select', () => {
  it('shows the choice while it is being saved, and the stored value if that fails', async () => {
    const { card, saves, select } = mountCard()
    await card.get('select').setValue('private')
    expect([saves[0]?.edited, select()]).toEqual([{ visibility: 'private' }, 'private'])
    saves[0]?.answer(false)
    await flushPromises()
    expect(select()).toBe('public')
    // Choosing the same value again is sent again.
    await card.get('select').setValue('private')
    expect(saves).toHaveLength(2)
    await card.setProps({ upload: { ...upload, visibility: 'private' } })
    saves[1]?.answer(true)
    await flushPromises()
    expect(select()).toBe('private')
    card.unmount()
  })

  it('shows the last choice when an earlier one is answered', async () => {
    const { card, saves, select } = mountCard()
    await card.get('select').setValue('unlisted')
    await card.get('select').setValue('private')
    saves[0]?.answer(true)
    await flushPromises()
    expect(select()).toBe('private')
    saves[1]?.answer(false)
    await flushPromises()
    expect(select()).toBe('public')
    card.unmount()
  })
})

describe('the form', () => {
  it('sends only changed details, and nothing without a change', async () => {
    const { card, saves } = mountCard()
    const open = () => card.get('.edit').trigger('click')
    await open()
    await card.get('textarea').setValue('By the sea')
    await card.get('form').trigger('submit')
    expect(saves.map(({ edited }) => edited)).toEqual([{ description: 'By the sea' }])
    saves[0]?.answer(true)
    await flushPromises()
    await open()
    await card.get('form').trigger('submit')
    await flushPromises()
    expect([card.find('form').exists(), saves.length]).toEqual([false, 1])
    card.unmount()
  })
})
