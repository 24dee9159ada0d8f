import { nextChangeAt, type UploadId } from '@reelferry/contract'
import type { RequestContext } from '../context.ts'
import type { Creator } from '../creators/creator.ts'
import { equalsOneOf, hmac } from '../lib/crypto.ts'
import { base64url, utf8 } from '../lib/encoding.ts'
import { editedAtOf, maxTagAgeMs } from './edited-mark.ts'
import { scheduleOf } from './playback.ts'
import { moderationOf, statusOf } from './status.ts'
import { type FileState, getFileState } from './store.ts'
import { isOutdated } from './sync.ts'
import type { UploadRecord } from './upload-record.ts'

/** A poll is unchanged with a tag for this long. Unix ms. */
interface Lifetime {
  readAt: number
  /** The tag ends earlier if the visibility changes by a schedule. */
  until: number
}

const versionOf = ({ uploaded, procedure }: FileState) => `${uploaded.at}-${procedure?.at ?? 0}`

/** The tag contains a MAC, so that it proves that the creator was allowed to read the upload. */
async function tagOf(
  { config }: RequestContext,
  creator: Creator,
  uploadId: UploadId,
  version: string,
  { readAt, until }: Lifetime,
): Promise<string> {
  const text = `poll:${creator.creatorId}:${uploadId}:${version}:${readAt}:${until}`
  const mac = await hmac('SHA-256', config.SESSION_SECRET, utf8(text))
  return `"${version}.${readAt}.${until}.${base64url(mac.slice(0, 16))}"`
}

/**
 * The ETag of an upload that VOD processes: with it, a poll without news reads one key. `undefined` for other uploads,
 * whose status may change by something that this key does not contain.
 */
export async function pollTag(
  context: RequestContext,
  creator: Creator,
  uploadId: UploadId,
  record: UploadRecord,
): Promise<string | undefined> {
  const { uploaded, procedure } = record
  const status = statusOf(record, context.now())
  const waits = (status === 'uploaded' || status === 'processing') && uploaded
  if (!waits || moderationOf(record) === 'review' || record.opened.files) return undefined
  const readAt = context.now()
  const until = Math.min(readAt + maxTagAgeMs, nextChangeAt(scheduleOf(record), readAt))
  return tagOf(context, creator, uploadId, versionOf({ uploaded, procedure }), { readAt, until })
}

/**
 * Whether an upload is as it was when this creator got the tag. Reads one key of KV, and asks VOD if its webhook seems
 * late. Changes of the creator from another location show with the next change of the file's state, at the latest after
 * one hour.
 */
export async function isUnchanged(
  context: RequestContext,
  creator: Creator,
  uploadId: UploadId,
  tag: string | undefined,
): Promise<boolean> {
  const parts = /^(?:W\/)?"(\d+-\d+)\.(\d+)\.(\d+)\.[\w-]+"$/.exec(tag ?? '')
  const [, version = '', readAt, until] = parts ?? []
  if (!tag || context.now() >= Number(until ?? 0)) return false
  const lifetime = { readAt: Number(readAt), until: Number(until) }
  const expected = await tagOf(context, creator, uploadId, version, lifetime)
  if (!(await equalsOneOf([expected], tag.replace(/^W\//, '')))) return false
  const [state, editedAt] = await Promise.all([
    getFileState(context.kv, uploadId),
    editedAtOf(uploadId),
  ])
  if (!state || versionOf(state) !== version) return false
  if (editedAt >= lifetime.readAt) return false
  return !(await isOutdated(context, uploadId, state))
}
