import type { UploadId } from '@reelferry/contract'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import type { CaptionsApi } from '../adapters/captions-api.ts'
import type { Drafts } from '../adapters/drafts.ts'
import type { Cue } from '../model/cue.ts'
import { type EditorTrack, isNewer, isUnsaved } from '../model/draft.ts'
import { change, type History, redo, startHistory, undo } from '../model/history.ts'
import { parseCaptions } from '../model/parse-captions.ts'
import { createCaptionSaver, type SaveState } from './caption-saver.ts'

/**
 * The captions of a job or an upload in the editor. Every change is stored on this device at once, and at the edge after
 * a pause, as soon as the upload is open.
 */
export function useCaptions({
  key,
  uploadId,
  edge,
  drafts,
  now = Date.now,
}: {
  /** Key of the draft on this device. */
  key: string
  uploadId: () => UploadId | undefined
  edge: CaptionsApi
  drafts: Pick<Drafts, 'find' | 'put'>
  now?: () => number
}) {
  const history = shallowRef<History<readonly EditorTrack[]>>(startHistory([]))
  const tracks = computed(() => history.value.current)
  const state = ref<SaveState>('none')
  const isLoaded = ref(false)
  const hasFailedToLoad = ref(false)
  let changedAt = 0

  const saver = createCaptionSaver({
    ...{ uploadId, edge, state, persist },
    current: () => tracks.value,
  })

  async function load(): Promise<void> {
    hasFailedToLoad.value = false
    const id = uploadId()
    const draft = await drafts.find(key).catch(() => undefined)
    if (!id || (draft && isUnsaved(draft, id))) {
      show(draft?.tracks ?? [])
      state.value = draft ? 'device' : 'none'
      if (id && draft) saver.schedule(0)
      return
    }
    try {
      const stored = await edge.captions(id)
      if (draft && isNewer(draft, id, stored.at)) {
        show(draft.tracks)
        state.value = 'saved'
        return
      }
      const loaded = stored.tracks.map((track): EditorTrack => {
        const { cues } = parseCaptions(track.text)
        return { language: track.language, label: track.label, isDefault: !!track.isDefault, cues }
      })
      show(loaded)
      saver.setSaved(loaded, stored.tracks)
      state.value = loaded.length > 0 ? 'saved' : 'none'
    } catch {
      hasFailedToLoad.value = true
    }
  }

  function show(loaded: readonly EditorTrack[]): void {
    history.value = startHistory(loaded)
    isLoaded.value = true
  }

  /** Stores the current state on this device. */
  async function persist(savedFor?: UploadId, savedAt?: number): Promise<void> {
    const draft = {
      tracks: tracks.value.map((track) => ({ ...track, cues: [...track.cues] })),
      changedAt,
      ...(savedFor && savedAt && { savedFor, savedAt }),
    }
    await drafts.put(key, draft)
  }

  function afterChange(): void {
    changedAt = now()
    if (uploadId()) state.value = 'saving'
    persist().then(
      () => {
        if (!uploadId()) state.value = 'device'
      },
      () => {
        if (!uploadId()) state.value = 'failed'
      },
    )
    saver.schedule()
  }

  function apply(next: History<readonly EditorTrack[]>): void {
    if (next === history.value) return
    history.value = next
    afterChange()
  }

  const setTracks = (next: readonly EditorTrack[], step?: string) =>
    apply(change(history.value, next, step))

  const onHide = () => void saver.save()
  window.addEventListener('pagehide', onHide)
  document.addEventListener('visibilitychange', onHide)
  onScopeDispose(() => {
    window.removeEventListener('pagehide', onHide)
    document.removeEventListener('visibilitychange', onHide)
    void saver.save()
  })

  return {
    ...{ tracks, state, isLoaded, hasFailedToLoad, load, save: saver.save },
    canUndo: computed(() => history.value.past.length > 0),
    canRedo: computed(() => history.value.future.length > 0),
    undo: () => apply(undo(history.value)),
    redo: () => apply(redo(history.value)),
    /** Replaces the cues of a track. Changes with the same `step` in a row are undone together. */
    setCues(language: string, cues: readonly Cue[], step?: string): void {
      const track = tracks.value.find((candidate) => candidate.language === language)
      if (!track || track.cues === cues) return
      setTracks(
        tracks.value.map((other) => (other === track ? { ...track, cues } : other)),
        step && `${language} ${step}`,
      )
    },
    addTrack: (track: EditorTrack) => setTracks([...tracks.value, track]),
    removeTrack: (language: string) =>
      setTracks(tracks.value.filter((track) => track.language !== language)),
    /** Makes a language the default, or none. */
    setDefault: (language: string | undefined) =>
      setTracks(
        tracks.value.map((track) => ({ ...track, isDefault: track.language === language })),
      ),
  }
}
