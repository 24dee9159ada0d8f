import type { SaveCaptions, UploadId } from '@reelferry/contract'
import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CaptionsDraft } from '../../../src/features/captions/model/draft.ts'
import { sendCaptions } from '../../../src/features/captions/adapters/send-captions.ts'
import { useCaptions } from '../../../src/features/captions/ui/use-captions.ts'

const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const cues = [{ start: 1000, end: 2000, text: 'The first boat' }]
const english = { language: 'en', label: 'English', isDefault: false, cues }
const vtt = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nThe first boat\n'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** An editor on a fake edge and a fake device. */
function newEditor({ isDraft = false, stored = [] as object[] } = {}) {
  const id = isDraft ? undefined : uploadId
  const device = new Map<string, CaptionsDraft>()
  const requests: SaveCaptions[] = []
  let [isReachable, at] = [true, 100]
  const edge = {
    captions: async () => {
      if (!isReachable) throw new TypeError()
      return { at, tracks: stored as never[], isCopied: true }
    },
    saveCaptions: async (_: UploadId, captions: SaveCaptions) => {
      if (!isReachable) throw new TypeError()
      requests.push(captions)
      const tracks = captions.tracks.map(({ language, label }) => ({
        ...{ language, label },
        version: `version-${language}-${requests.length}`,
      }))
      return { at: ++at, tracks }
    },
  }
  const drafts = {
    find: async (key: string) => device.get(key),
    put: async (key: string, draft: CaptionsDraft) => void device.set(key, structuredClone(draft)),
  }
  const scope = effectScope()
  const open = () =>
    scope.run(() => useCaptions({ key: 'job', uploadId: () => id, edge, drafts, now: () => 1 }))
  const editor = open() as ReturnType<typeof useCaptions>
  return {
    editor,
    requests,
    device,
    drafts,
    edge,
    reopen: () => open() as ReturnType<typeof useCaptions>,
    close: () => scope.stop(),
    setEdgeTime: (next: number) => (at = next),
    setReachable: (next: boolean) => (isReachable = next),
  }
}

it('saves a change on the device at once, and at the edge after a pause', async () => {
  const { editor, requests, device } = newEditor()
  await editor.load()
  editor.addTrack(english)
  await vi.advanceTimersByTimeAsync(1)
  expect(device.get('job')?.tracks).toEqual([english])
  expect(requests).toEqual([])
  expect(editor.state.value).toBe('saving')
  await vi.advanceTimersByTimeAsync(5000)
  const { language, label, isDefault } = english
  expect(requests).toEqual([{ tracks: [{ language, label, isDefault, text: vtt }] }])
  expect(editor.state.value).toBe('saved')
  expect(device.get('job')?.savedFor).toBe(uploadId)
})

it('sends only the version of a language that did not change', async () => {
  const { editor, requests } = newEditor()
  await editor.load()
  editor.addTrack(english)
  await editor.save()
  editor.addTrack({ ...english, language: 'fr', label: 'Français' })
  await editor.save()
  expect(requests[1]?.tracks).toMatchObject([{ version: 'version-en-1' }, { text: vtt }])
})

it('sends nothing without a change, also if the captions could not be loaded', async () => {
  const { editor, requests, setReachable, close } = newEditor()
  setReachable(false)
  await editor.load()
  expect(editor.hasFailedToLoad.value).toBe(true)
  setReachable(true)
  await editor.save()
  close()
  await vi.runAllTimersAsync()
  expect(requests).toEqual([])
})

it('tries again after a failure, and shows it until then', async () => {
  const { editor, requests, setReachable } = newEditor()
  await editor.load()
  setReachable(false)
  editor.addTrack(english)
  await editor.save()
  expect(editor.state.value).toBe('failed')
  setReachable(true)
  await vi.advanceTimersByTimeAsync(11_000)
  expect(requests).toHaveLength(1)
  expect(editor.state.value).toBe('saved')
})

it('restores changes that the edge never received, and sends them', async () => {
  const { editor, requests, setReachable, reopen } = newEditor()
  await editor.load()
  setReachable(false)
  editor.addTrack(english)
  await editor.save()
  setReachable(true)
  const later = reopen()
  await later.load()
  expect(later.tracks.value).toEqual([english])
  await vi.advanceTimersByTimeAsync(100)
  expect(requests).toHaveLength(1)
})

it('prefers its own saved state while the edge answers an older one', async () => {
  const { editor, setEdgeTime, reopen } = newEditor()
  await editor.load()
  editor.addTrack(english)
  await editor.save()
  setEdgeTime(100)
  const later = reopen()
  await later.load()
  expect(later.tracks.value).toEqual([english])
})

it('loads the captions of the edge', async () => {
  const stored = [{ language: 'en', label: 'English', version: 'v', text: vtt }]
  const { editor } = newEditor({ stored })
  await editor.load()
  expect(editor.tracks.value).toEqual([english])
  expect(editor.state.value).toBe('saved')
})

it('keeps the captions of a draft on the device, which are sent when the upload is open', async () => {
  const { editor, requests, device, edge, drafts, close } = newEditor({ isDraft: true })
  await editor.load()
  editor.addTrack(english)
  await vi.advanceTimersByTimeAsync(5000)
  expect(editor.state.value).toBe('device')
  expect(requests).toEqual([])
  close()
  await sendCaptions('job', uploadId, edge, drafts)
  await sendCaptions('job', uploadId, edge, drafts)
  expect(requests).toMatchObject([{ tracks: [{ language: 'en', text: vtt }] }])
  expect(device.get('job')?.savedFor).toBe(uploadId)
})

it('undoes and redoes changes of all languages', async () => {
  const { editor } = newEditor()
  await editor.load()
  editor.addTrack(english)
  editor.setCues('en', [])
  editor.removeTrack('en')
  expect(editor.tracks.value).toEqual([])
  editor.undo()
  editor.undo()
  expect(editor.tracks.value).toEqual([english])
  editor.undo()
  editor.redo()
  expect(editor.tracks.value).toEqual([english])
})
