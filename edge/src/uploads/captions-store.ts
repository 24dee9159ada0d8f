import type { CaptionTrack, SaveCaptions, UploadId } from '@reelferry/contract'
import { base64url, utf8 } from '../lib/encoding.ts'
import { putWithRetry } from './put-with-retry.ts'
import { cacheTtl, putSlot } from './store.ts'
import type { UploadRecord } from './upload-record.ts'

/** The texts are not slots of the record, because only captions and their editor read them. */
const captionsKey = (uploadId: UploadId, language: string) => `captions/${uploadId}/${language}`

/** Identifies captions by their content: 78 bits of a SHA-256, which is short enough for an id at VOD. */
async function versionOf(language: string, label: string, text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', utf8([language, label, text].join('\n')))
  return base64url(new Uint8Array(digest)).slice(0, 13)
}

/** The text of captions in WebVTT, by one read. `undefined` if there are none. */
export async function getCaptions(
  kv: KVNamespace,
  uploadId: UploadId,
  language: string,
): Promise<{ text: string; version: string } | undefined> {
  const key = captionsKey(uploadId, language)
  const { value, metadata } = await kv.getWithMetadata(key, { cacheTtl })
  return value === null ? undefined : { text: value, version: String(metadata) }
}

/**
 * The captions of a record with their texts, by one read each. KV may answer an older text, which then has its own
 * version.
 */
export async function readCaptions(
  kv: KVNamespace,
  uploadId: UploadId,
  { captions }: UploadRecord,
): Promise<(CaptionTrack & { text: string })[]> {
  const tracks = captions?.tracks ?? []
  const texts = await Promise.all(tracks.map(({ language }) => getCaptions(kv, uploadId, language)))
  return tracks.flatMap((track, index) => {
    const found = texts[index]
    return found ? [{ ...track, ...found }] : []
  })
}

/**
 * Stores all captions of an upload. The texts are written first, so that the slot never names captions without a text.
 * @returns the slot that was written
 */
export async function putCaptions(
  kv: KVNamespace,
  uploadId: UploadId,
  { tracks }: SaveCaptions,
  previous: UploadRecord,
  at: number,
): Promise<NonNullable<UploadRecord['captions']>> {
  const stored = await Promise.all(
    tracks.map(async (track): Promise<CaptionTrack> => {
      const { language, label, isDefault } = track
      const marked = { language, label, ...(isDefault && { isDefault }) }
      if ('version' in track) return { ...marked, version: track.version }
      const version = await versionOf(language, label, track.text)
      const key = captionsKey(uploadId, language)
      await putWithRetry(kv, key, track.text, { metadata: version })
      return { ...marked, version }
    }),
  )
  const captions = { at, tracks: stored }
  await putSlot(kv, uploadId, 'captions', captions)
  const languages = new Set(stored.map(({ language }) => language))
  await deleteTexts(
    kv,
    uploadId,
    (previous.captions?.tracks ?? []).filter(({ language }) => !languages.has(language)),
  )
  return captions
}

async function deleteTexts(
  kv: KVNamespace,
  uploadId: UploadId,
  tracks: readonly CaptionTrack[],
): Promise<void> {
  await Promise.all(tracks.map(({ language }) => kv.delete(captionsKey(uploadId, language))))
}

/** Deletes the texts of all captions of a record. */
export const deleteCaptions = (
  kv: KVNamespace,
  uploadId: UploadId,
  { captions }: UploadRecord,
): Promise<void> => deleteTexts(kv, uploadId, captions?.tracks ?? [])
