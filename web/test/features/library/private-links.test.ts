import { LinkId, type PrivateLink, UploadId } from '@reelferry/contract'
import { flushPromises, mount } from '@vue/test-utils'
import * as v from 'valibot'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { privateLinks } from '../../../src/api/private-links.ts'
import { EdgeError } from '../../../src/api/request.ts'
import PrivateLinks from '../../../src/features/library/ui/PrivateLinks.vue'
import { loadLibraryTexts } from '../../../src/i18n/chunks/library.ts'
import { loadFailureTexts, loadLocale } from '../../../src/i18n/index.ts'

beforeAll(async () => {
  await loadLocale('en')
  await loadLibraryTexts()
  await loadFailureTexts()
})

const spies: { mockRestore(): void }[] = []
const spyOn = <Key extends keyof typeof privateLinks>(key: Key) => {
  const spy = vi.spyOn(privateLinks, key)
  spies.push(spy)
  return spy
}
afterEach(() => spies.splice(0).forEach((spy) => spy.mockRestore()))

const uploadId = v.parse(UploadId, 'A'.repeat(22))
const linkOf = (letter: string, day: number): PrivateLink => ({
  linkId: v.parse(LinkId, letter.repeat(16)),
  path: `/watch/${uploadId}?link=${letter}`,
  createdAt: 0,
  expiresAt: new Date(2099, 11, day, 9).getTime(),
})

/** The opened section with its stored links. */
async function openSection(stored: PrivateLink[]) {
  const list = spyOn('list').mockResolvedValue(stored)
  const section = mount(PrivateLinks, { props: { uploadId }, attachTo: document.body })
  const open = async () => {
    await section.get('details').trigger('toggle')
    await flushPromises()
  }
  const press = async (name: string) => {
    await section
      .findAll('button')
      .find((button) => button.text() === name)
      ?.trigger('click')
    await flushPromises()
  }
  const shown = () => section.findAll('li p').map((line) => line.text())
  return { section, list, open, press, shown }
}

describe('the links of a private video', () => {
  it('are not requested before the creator opens them', async () => {
    const { section, list, open, shown } = await openSection([linkOf('a', 7)])
    expect(list).not.toHaveBeenCalled()
    await open()
    expect(shown()).toEqual([expect.stringMatching(/^Valid until Dec 7, 2099/)])
    section.unmount()
  })

  it('are made for some days, and appear first', async () => {
    const make = spyOn('make').mockResolvedValue(linkOf('b', 30))
    const { section, open, press, shown } = await openSection([linkOf('a', 7)])
    await open()
    await press('30 days')
    expect(make).toHaveBeenCalledWith(uploadId, 30)
    expect(shown()[0]).toContain('Dec 30, 2099')
    expect(section.get('[role=status]').text()).toBe('Link created. Copy it below.')
    section.unmount()
  })

  it('disappear when they are revoked, and the focus stays in the section', async () => {
    const revoke = spyOn('revoke').mockResolvedValue()
    const { section, open, press, shown } = await openSection([linkOf('a', 7)])
    await open()
    await press('Revoke')
    expect(revoke).toHaveBeenCalledWith(uploadId, 'a'.repeat(16))
    expect(shown()).toEqual([])
    expect(document.activeElement).toBe(section.get('summary').element)
    section.unmount()
  })

  it('stay if they cannot be revoked', async () => {
    spyOn('revoke').mockRejectedValue(new EdgeError('network-lost'))
    const { section, open, press, shown } = await openSection([linkOf('a', 7)])
    await open()
    await press('Revoke')
    expect(shown()).toHaveLength(1)
    expect(section.get('[role=status]').text()).toBe('')
    section.unmount()
  })
})
