import { type Upload, UploadId } from '@reelferry/contract'
import { flushPromises, mount } from '@vue/test-utils'
import * as v from 'valibot'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { previousFile } from '../../../src/api/previous-file.ts'
import { EdgeError } from '../../../src/api/request.ts'
import PageLink from '../../../src/app/PageLink.vue'
import ReplaceFile from '../../../src/features/library/ui/ReplaceFile.vue'
import { loadLibraryTexts } from '../../../src/i18n/chunks/library.ts'
import { loadFailureTexts, loadLocale } from '../../../src/i18n/index.ts'

beforeAll(async () => {
  await loadLocale('en')
  await loadLibraryTexts()
  await loadFailureTexts()
})

const spies: { mockRestore(): void }[] = []
afterEach(() => {
  spies.splice(0).forEach((spy) => spy.mockRestore())
  vi.unstubAllGlobals()
})

const uploadId = v.parse(UploadId, 'A'.repeat(22))
const video: Upload = {
  uploadId,
  name: 'second cut.mp4',
  openedAt: 0,
  status: 'ready',
  visibility: 'public',
  previousFileUntil: new Date(2099, 11, 24, 9).getTime(),
  retryAfter: 0,
}

/** The part of a video's page about its file. `change` shows another state of the video. */
function mountFile(upload: Upload = video) {
  const part = mount(ReplaceFile, {
    props: { upload, title: 'Harbor' },
    global: { components: { RouterLink: PageLink } },
    attachTo: document.body,
  })
  const button = (name: string) => part.findAll('button').find((item) => item.text() === name)
  const press = async (name: string) => {
    await button(name)?.trigger('click')
    await flushPromises()
  }
  const changed = () => part.emitted('changed')?.map(([latest]) => latest)
  return { part, button, press, changed }
}

describe('the file of a video', () => {
  it('can be restored until a date, if there is a previous one', async () => {
    const restored = { ...video, name: 'first cut.mp4' }
    const restore = vi.spyOn(previousFile, 'restore').mockResolvedValue(restored)
    spies.push(restore)
    const { part, press, changed } = mountFile()
    expect(part.text()).toContain('You can restore the previous file until Dec 24, 2099.')
    await press('Restore previous file')
    expect([restore.mock.calls, changed()]).toEqual([[[uploadId]], [restored]])
    expect(part.get('[role=status]').text()).toMatch(/^Previous file restored/)
    part.unmount()
  })

  it('offers nothing to restore without a previous one', () => {
    const { part, button } = mountFile({ ...video, previousFileUntil: undefined })
    expect(part.text()).toContain('Replace file…')
    expect(button('Restore previous file')).toBeUndefined()
    part.unmount()
  })

  it('is deleted after a question, and the focus moves to the file input', async () => {
    const remove = vi.spyOn(previousFile, 'delete').mockResolvedValue()
    spies.push(remove)
    const confirm = vi.fn(() => false)
    vi.stubGlobal('confirm', confirm)
    const { part, press, changed } = mountFile()
    await press('Delete it now')
    expect(remove).not.toHaveBeenCalled()
    confirm.mockReturnValue(true)
    await press('Delete it now')
    expect(remove).toHaveBeenCalledWith(uploadId)
    expect(changed()).toMatchObject([{ uploadId, previousFileUntil: undefined }])
    expect(document.activeElement).toBe(part.get('input[type=file]').element)
    part.unmount()
  })

  it('states why the previous one cannot be restored', async () => {
    const error = new EdgeError('no-previous-file')
    spies.push(vi.spyOn(previousFile, 'restore').mockRejectedValue(error))
    const { part, press, changed } = mountFile()
    await press('Restore previous file')
    expect(changed()).toBeUndefined()
    expect(part.find('.trouble').exists()).toBe(true)
    expect(part.get('[role=status]').text()).toBe('')
    part.unmount()
  })
})
