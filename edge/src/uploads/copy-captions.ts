import type { CaptionTrack, SaveCaptions, UploadId } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import { base64, utf8 } from '../lib/encoding.ts'
import { log } from '../lib/log.ts'
import type { SubtitleInput } from '../vod/client.ts'
import { catchVodFailure } from '../vod/vod-api-error.ts'
import { getCaptions } from './captions-store.ts'
import { addPending } from './pending-store.ts'
import { putFileState } from './store.ts'
import type { UploadEntry, UploadRecord } from './upload-record.ts'
import { cacheSync } from './vod-cache.ts'
import { copiedIdOf, toMedia } from './vod-to-slots.ts'

type Media = NonNullable<NonNullable<UploadRecord['uploaded']>['media']>

/** The changes that make VOD have the captions of a record. Ids are those at VOD. */
interface CopyPlan {
  added: CaptionTrack[]
  removed: string[]
  /** Whether adaptive streams lack captions, or have another default. */
  mustAttach: boolean
}

/** Compares the captions of a record with the state of VOD. `undefined` if VOD has the same. */
function planCopy(tracks: readonly CaptionTrack[], media: Media): CopyPlan | undefined {
  const ids = tracks.map(copiedIdOf)
  const { ids: copied = [], attached, defaultId } = media.copiedCaptions ?? {}
  const added = tracks.filter((track) => !copied.includes(copiedIdOf(track)))
  const removed = copied.filter((id) => !ids.includes(id))
  const defaultTrack = tracks.find(({ isDefault }) => isDefault)
  const isAttached =
    ids.every((id) => attached?.includes(id)) &&
    defaultId === (defaultTrack && copiedIdOf(defaultTrack))
  const mustAttach = (media.streams ?? []).length > 0 && ids.length > 0 && !isAttached
  return added.length > 0 || removed.length > 0 || mustAttach
    ? { added, removed, mustAttach }
    : undefined
}

/** Whether VOD lacks captions of a published video, or has others. */
export const needsCopy = ({ uploaded, deleted, captions }: UploadRecord): boolean =>
  uploaded?.media !== undefined &&
  !deleted &&
  (captions !== undefined || uploaded.media.copiedCaptions !== undefined) &&
  planCopy(captions?.tracks ?? [], uploaded.media) !== undefined

/** The base64 of a text, in pieces: a call has a limited number of arguments. */
function base64OfText(text: string): string {
  const bytes = utf8(text)
  // A multiple of 3, so that only the last piece has padding.
  const size = 3 * 4096
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    base64(bytes.subarray(index * size, (index + 1) * size)),
  )
  return pieces.join('')
}

/**
 * Copies the captions of a published video to VOD, for HLS and for other players. Viewer pages do not need the copy, so a
 * failure is only logged, and the sweep tries again.
 * @param saved the captions that were just written, because KV may still answer older texts
 * @returns the record with VOD's new state
 */
export async function copyCaptions(
  context: RequestContext,
  entry: UploadEntry,
  saved?: SaveCaptions,
): Promise<UploadRecord> {
  const { uploadId, record } = entry
  const { uploaded } = record
  if (!uploaded || !needsCopy(record)) return record
  return catchVodFailure(
    async () => {
      const media = await copyToVod(context, entry, uploaded.fileId, saved)
      if (!media) return record
      const changed = { ...record, uploaded: { ...uploaded, at: context.now(), media } }
      await cacheSync(`upload/${uploadId}`, changed)
      await putFileState(context.kv, uploadId, changed)
      return changed
    },
    async ({ code }) => {
      log('captions-not-copied', { uploadId, code })
      await addPending(context.kv, uploadId)
      return record
    },
  )
}

/** Changes the subtitles at VOD, from VOD's latest state. Resolves with the new state. */
async function copyToVod(
  { kv, vod }: RequestContext,
  { uploadId, record, captionsOf = uploadId }: UploadEntry,
  fileId: string,
  saved: SaveCaptions | undefined,
): Promise<Media | undefined> {
  const found = await vod.describeMedia(fileId)
  if (!found) return undefined
  const before = toMedia(found)
  const tracks = record.captions?.tracks ?? []
  const plan = planCopy(tracks, before)
  if (!plan) return before
  const { removed } = plan
  const inputs = await inputsOf(kv, captionsOf, plan.added, saved)
  const attached = before.copiedCaptions?.attached ?? []
  const detached = removed.filter((id) => attached.includes(id))
  const attach = async (Operation: 'Attach' | 'Detach', ids: string[], defaultId?: string) => {
    for (const definition of before.streams ?? [])
      await vod.attachSubtitles(fileId, {
        Operation,
        AdaptiveDynamicStreamingDefinition: definition,
        SubtitleIds: ids,
        ...(defaultId && { DefaultSubtitleId: defaultId }),
      })
  }
  if (detached.length > 0) await attach('Detach', detached)
  if (inputs.length > 0 || removed.length > 0)
    await vod.changeSubtitles(fileId, {
      ...(inputs.length > 0 && { AddSubtitles: inputs }),
      ...(removed.length > 0 && { DeleteSubtitleIds: removed }),
    })
  const defaultTrack = tracks.find(({ isDefault }) => isDefault)
  // A text that KV does not have yet is added by the next try.
  const isComplete = inputs.length === plan.added.length
  if (isComplete && (plan.mustAttach || (tracks.length > 0 && detached.length > 0)))
    await attach('Attach', tracks.map(copiedIdOf), defaultTrack && copiedIdOf(defaultTrack))
  const after = await vod.describeMedia(fileId)
  return after && toMedia(after)
}

/** The subtitles to add. KV may answer an older text, which must not get the id of the new one. */
async function inputsOf(
  kv: KVNamespace,
  uploadId: UploadId,
  added: readonly CaptionTrack[],
  saved: SaveCaptions | undefined,
): Promise<SubtitleInput[]> {
  const textOf = async ({ language, version }: CaptionTrack) => {
    const track = saved?.tracks.find((candidate) => candidate.language === language)
    if (track && 'text' in track) return track.text
    const stored = await getCaptions(kv, uploadId, language)
    return stored?.version === version ? stored.text : undefined
  }
  const texts = await Promise.all(added.map(textOf))
  return added.flatMap((track, index) => {
    const text = texts[index]
    if (text === undefined) return []
    const { label: Name, language: Language } = track
    return [{ Id: copiedIdOf(track), Name, Language, Format: 'vtt', Content: base64OfText(text) }]
  })
}
