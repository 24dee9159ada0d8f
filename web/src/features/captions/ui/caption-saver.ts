import type { CaptionTrack, UploadId } from '@reelferry/contract'
import type { Ref } from 'vue'
import type { CaptionsApi } from '../adapters/captions-api.ts'
import type { Cue } from '../model/cue.ts'
import type { EditorTrack } from '../model/draft.ts'
import { writeVtt } from '../model/write-captions.ts'

/** Where the last change is stored. */
export type SaveState = 'none' | 'device' | 'saving' | 'saved' | 'failed'

type Tracks = readonly EditorTrack[]

/** Pause in changes, in milliseconds, after which the edge gets them. KV has few writes a day. */
const pauseMs = 4000
/** Time until the next try after a failure, in milliseconds. */
const retryMs = 10_000

interface SavedTrack {
  cues: readonly Cue[]
  version: string
  label: string
}

/** Sends changed captions to the edge after a pause, and again after a failure, until it has the latest state. */
export function createCaptionSaver({
  uploadId,
  edge,
  current,
  state,
  persist,
}: {
  uploadId: () => UploadId | undefined
  edge: Pick<CaptionsApi, 'saveCaptions'>
  current: () => Tracks
  state: Ref<SaveState>
  /** Stores on this device that the edge has the current state since `at`. */
  persist: (savedFor: UploadId, at: number) => Promise<void>
}) {
  /** The texts of the edge by language. Unchanged cues are the same object. */
  let saved = new Map<string, SavedTrack>()
  /** Whether the edge lacks a change. Without one nothing is sent: a list that was not loaded is empty. */
  let isDirty = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let isSaving = false

  /** Sets the texts that the edge has. */
  function setSaved(tracks: Tracks, stored: readonly CaptionTrack[]): void {
    const versions = new Map(stored.map(({ language, version }) => [language, version]))
    saved = new Map(
      tracks.flatMap(({ language, label, cues }) => {
        const version = versions.get(language)
        return version ? [[language, { cues, label, version }]] : []
      }),
    )
  }

  /** A track with its text, or only with its version if the edge has the text. */
  function toSaved({ language, label, isDefault, cues }: EditorTrack) {
    const known = saved.get(language)
    const marked = { language, label, isDefault }
    return known?.cues === cues && known.label === label
      ? { ...marked, version: known.version }
      : { ...marked, text: writeVtt(cues) }
  }

  /** Sends the current state after a pause. */
  function schedule(ms = pauseMs): void {
    isDirty = true
    clearTimeout(timer)
    timer = setTimeout(() => void save(), ms)
  }

  /** Sends unsaved changes now. Without an upload, they stay on this device until it is opened. */
  async function save(): Promise<void> {
    const id = uploadId()
    const tracks = current()
    if (!id || isSaving || !isDirty) return
    clearTimeout(timer)
    isSaving = true
    state.value = 'saving'
    try {
      const answer = await edge.saveCaptions(id, { tracks: tracks.map(toSaved) })
      setSaved(tracks, answer.tracks)
      if (current() === tracks) {
        isDirty = false
        state.value = 'saved'
        await persist(id, answer.at)
      } else schedule()
    } catch {
      state.value = 'failed'
      schedule(retryMs)
    } finally {
      isSaving = false
    }
  }

  return { save, schedule, setSaved }
}
