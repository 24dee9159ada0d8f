import type { SaveCaptions, UploadId } from '@reelferry/contract'
import { type DOMWrapper, flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { captionsApi } from '../../../src/features/captions/adapters/captions-api.ts'
import { drafts } from '../../../src/features/captions/adapters/drafts.ts'
import CaptionsDialog from '../../../src/features/captions/ui/CaptionsDialog.vue'
import { loadCaptionsTexts } from '../../../src/i18n/chunks/captions.ts'
import { announcement } from '../../../src/composables/announcer.ts'
import { loadLocale } from '../../../src/i18n/index.ts'

const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const srt = `1
00:00:01,000 --> 00:00:02,000
The first boat

2
00:00:03,000 --> 00:00:04,000
leaves early
`

beforeAll(async () => {
  await loadLocale('en')
  await loadCaptionsTexts()
})

const saved: SaveCaptions[] = []
/** Only the spies of this file: every test checks those on the console at its end. */
let spies: { mockRestore(): void }[] = []

beforeEach(() => {
  saved.length = 0
  spies = [
    vi.spyOn(drafts, 'find').mockResolvedValue(undefined),
    vi.spyOn(drafts, 'put').mockResolvedValue(),
    vi.spyOn(drafts, 'removeOld').mockResolvedValue(),
    vi.spyOn(captionsApi, 'captions').mockResolvedValue({ at: 0, tracks: [], isCopied: true }),
    vi.spyOn(captionsApi, 'saveCaptions').mockImplementation(async (_, captions) => {
      saved.push(captions)
      return { at: 1, tracks: [] }
    }),
  ]
})

afterEach(() => {
  for (const spy of spies) spy.mockRestore()
})

/** Opens the editor with captions in English. */
async function openEditor(sound?: Blob) {
  const dialog = mount(CaptionsDialog, {
    attachTo: document.body,
    props: {
      ...{ draftKey: 'job', uploadId, name: 'clip.mp4' },
      showVideo: async () => () => undefined,
      loadSound: async () => sound,
    },
  })
  await flushPromises()
  const button = (name: string) =>
    dialog.findAll('button').find((item) => item.text() === name) as DOMWrapper<HTMLButtonElement>
  const texts = () => dialog.findAll<HTMLTextAreaElement>('.cap-cues textarea')
  const values = () => texts().map(({ element }) => element.value)
  const times = () =>
    dialog.findAll<HTMLInputElement>('.cap-times input').map(({ element }) => element.value)
  await dialog.get('select').setValue('en')
  await dialog.get('.cap-drop textarea').setValue(srt)
  await button('Use text').trigger('click')
  const seek = (seconds: number) => (dialog.get('video').element.currentTime = seconds)
  const label = (name: string) =>
    dialog.findAll('label').find((item) => item.text().startsWith(name)) as DOMWrapper<HTMLElement>
  const undo = () => dialog.get('dialog').trigger('keydown', { key: 'z', ctrlKey: true })
  return { dialog, button, texts, values, times, seek, label, undo }
}

describe('the editor of captions', () => {
  it('imports pasted text, and saves it when it is closed', async () => {
    const { dialog, values, times } = await openEditor()
    expect(values()).toEqual(['The first boat', 'leaves early'])
    expect(times().slice(0, 2)).toEqual(['00:00:01.000', '00:00:02.000'])
    dialog.unmount()
    await flushPromises()
    expect(saved).toMatchObject([{ tracks: [{ language: 'en', label: 'English' }] }])
  })

  it('sets the times of the current cue to the position of the video', async () => {
    const { dialog, button, texts, times, seek } = await openEditor()
    await texts()[1]?.trigger('focusin')
    seek(2.5)
    await button('Set start').trigger('click')
    seek(5.25)
    await dialog.get('dialog').trigger('keydown', { key: 'o', code: 'KeyO', altKey: true })
    expect(times().slice(2)).toEqual(['00:00:02.500', '00:00:05.250'])
    dialog.unmount()
  })

  it('sets times without a video that the browser plays', async () => {
    const { dialog, button, times } = await openEditor()
    await dialog.get('video').trigger('error')
    expect(dialog.get('[role=status]:not(.cap-status)').text()).toContain(
      'can’t preview this video',
    )
    // The number of a cue moves the position to its start.
    await dialog.get('[aria-label="Show cue 2"]').trigger('click')
    await dialog.findAll('.cap-cues textarea')[0]?.trigger('focusin')
    await button('Set end').trigger('click')
    expect(times().slice(0, 2)).toEqual(['00:00:01.000', '00:00:03.000'])
    dialog.unmount()
  })

  it('splits at the caret, joins and deletes cues, and undoes it', async () => {
    const { dialog, button, texts, values, undo } = await openEditor()
    texts()[0]?.element.setSelectionRange(9, 9)
    await button('Split').trigger('click')
    expect(values()).toEqual(['The first', 'boat', 'leaves early'])
    await button('Merge with next').trigger('click')
    expect(values()).toEqual(['The first\nboat', 'leaves early'])
    await button('Delete cue').trigger('click')
    expect(values()).toEqual(['leaves early'])
    await undo()
    await undo()
    await undo()
    expect(values()).toEqual(['The first boat', 'leaves early'])
    dialog.unmount()
  })

  it('adds a cue at the position of the video', async () => {
    const { dialog, button, values, seek } = await openEditor()
    seek(2.2)
    await button('Add cue').trigger('click')
    expect(values()).toEqual(['The first boat', '', 'leaves early'])
    dialog.unmount()
  })

  it('shows everything that was fixed or left out with its line', async () => {
    const { dialog, button } = await openEditor()
    await dialog
      .get('.cap-drop textarea')
      .setValue('00:01.5 --> 00:02\n<font>x</font>\n\n1\n0:03 --> y')
    await button('Use text').trigger('click')
    expect(dialog.get('.cap-issues ul').text()).toContain('Line 5:')
    expect(dialog.get('.cap-issues ul').text()).toContain('Not imported.')
    dialog.unmount()
  })

  it('reads a file that is dropped', async () => {
    const { dialog, values } = await openEditor()
    const file = new File([srt.replace('early', 'late')], 'a.srt')
    await dialog.get('.cap-drop').trigger('drop', { dataTransfer: { files: [file] } })
    await vi.waitFor(() => expect(values()).toEqual(['The first boat', 'leaves late']))
    const large = new File([new Uint8Array(5 * 1024 * 1024 + 1)], 'film.mkv')
    await dialog.get('.cap-drop').trigger('drop', { dataTransfer: { files: [large] } })
    await flushPromises()
    expect(dialog.get('.cap-drop [role=alert]').text()).toContain('over 5 MB')
    expect(values()).toEqual(['The first boat', 'leaves late'])
    dialog.unmount()
  })

  it('reads a file again in an encoding that is chosen, and shows a line of it', async () => {
    const { dialog, values } = await openEditor()
    // "Первый паром" in KOI8-R, which is not found.
    const text = [0xf0, 0xc5, 0xd2, 0xd7, 0xd9, 0xca, 0x20, 0xd0, 0xc1, 0xd2, 0xcf, 0xcd]
    const times = new TextEncoder().encode('1\n00:00:01,000 --> 00:00:02,000\n')
    const file = new File([times, Uint8Array.from(text)], 'old.srt')
    await dialog.get('.cap-drop').trigger('drop', { dataTransfer: { files: [file] } })
    await vi.waitFor(() => expect(values()).toHaveLength(1))
    expect(values()).not.toEqual(['Первый паром'])
    const encoding = dialog.get('.cap-encoding select')
    await encoding.setValue('koi8-r')
    expect(values()).toEqual(['Первый паром'])
    expect(dialog.get('.cap-sample').text()).toBe('Первый паром')
    await dialog
      .get('.cap-drop')
      .trigger('drop', { dataTransfer: { files: [new File([srt], 'a')] } })
    await vi.waitFor(() => expect(values()).toHaveLength(2))
    expect(dialog.find('.cap-encoding').exists()).toBe(false)
    dialog.unmount()
  })

  it('moves all cues', async () => {
    const { dialog, label, times, undo } = await openEditor()
    await label('Seconds').get('input').setValue('-0,5')
    await dialog.findAll('.cap-tools form')[0]?.trigger('submit')
    expect(times()).toEqual(['00:00:00.500', '00:00:01.500', '00:00:02.500', '00:00:03.500'])
    await undo()
    expect(times()[0]).toBe('00:00:01.000')
    dialog.unmount()
  })

  it('replaces a text in all cues, and announces how often', async () => {
    const { dialog, label, values } = await openEditor()
    await label('Find').get('input').setValue('BOAT')
    await label('Replace with').get('input').setValue('ferry')
    const replace = dialog.findAll('.cap-tools form')[1]
    await label('Match case').get('input').setValue(true)
    await replace?.trigger('submit')
    expect(values()[0]).toBe('The first boat')
    await label('Match case').get('input').setValue(false)
    await replace?.trigger('submit')
    expect(values()[0]).toBe('The first ferry')
    await vi.waitFor(() => expect(announcement.value).toContain('1 match replaced'))
    dialog.unmount()
  })

  it('downloads captions as VTT and as SRT', async () => {
    const { dialog, button } = await openEditor()
    const files: Blob[] = []
    const names: string[] = []
    spies.push(
      vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
        files.push(file as Blob)
        return 'blob:captions'
      }),
      vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
        this: HTMLAnchorElement,
      ) {
        names.push(this.download)
      }),
    )
    await button('Download VTT').trigger('click')
    await button('Download SRT').trigger('click')
    expect(names).toEqual(['clip.en.vtt', 'clip.en.srt'])
    const [vtt, text] = await Promise.all(files.map((file) => file.text()))
    expect(vtt).toMatch(/^WEBVTT\n\n00:00:01\.000 --> 00:00:02\.000\nThe first boat\n/)
    expect(text).toBe(srt)
    dialog.unmount()
  })

  it('does not lose captions that cannot be loaded', async () => {
    vi.spyOn(captionsApi, 'captions').mockRejectedValue(new TypeError())
    const dialog = mount(CaptionsDialog, {
      attachTo: document.body,
      props: {
        ...{ draftKey: 'job', uploadId, name: 'clip.mp4' },
        showVideo: async () => () => undefined,
        loadSound: async () => undefined,
      },
    })
    await flushPromises()
    expect(dialog.get('[role=alert]').text()).toContain('Couldn’t load the captions.')
    expect(dialog.get('select').element.disabled).toBe(true)
    dialog.unmount()
    await flushPromises()
    expect(saved).toEqual([])
  })
})
