import {
  EditUpload,
  type FileId,
  isFileId,
  isValidSchedule,
  IssuedSignature,
  isUploadId,
  OpenedUpload,
  OpenUpload,
  SaveCaptions,
  SavedCaptions,
  type ProblemCode,
  Upload,
  UploadCaptions,
  UploadPage,
  validateSourceFile,
} from '@reelferry/contract'
import { Hono } from 'hono'
import { etag } from 'hono/etag'
import * as v from 'valibot'
import type { App } from '../context.ts'
import { creatorProblems, requireCreator } from '../creators/authenticate.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { ProblemError } from '../http/problem-error.ts'
import { validateBody } from '../http/validate-body.ts'
import { log } from '../lib/log.ts'
import { putCaptions, readCaptions } from '../uploads/captions-store.ts'
import { copyCaptions, needsCopy } from '../uploads/copy-captions.ts'
import { updateChapters } from '../uploads/copy-chapters.ts'
import { deleteUpload } from '../uploads/delete-upload.ts'
import { isUnchanged, markEdited, pollTag } from '../uploads/poll-tag.ts'
import { issueSignature } from '../uploads/issue-signature.ts'
import { checkLimits } from '../uploads/limits.ts'
import { holdsTiles, PreviewShape, putPreviews } from '../uploads/own-previews.ts'
import { requireOwnSigningState, requireOwnUpload } from '../uploads/find-own-upload.ts'
import { serializeUpload } from '../uploads/serialize.ts'
import { cacheSigningState } from '../uploads/signing-cache.ts'
import { getRecord, listOpened, pageSize, putOpened, putSlot } from '../uploads/store.ts'
import { syncFromVod, syncIfLate, withCached } from '../uploads/sync.ts'
import { newUploadId } from '../uploads/upload-id.ts'
import type { UploadRecord } from '../uploads/upload-record.ts'
import { signFile } from '../videos/sign-playback.ts'

const uploadProblems: ProblemCode[] = [...creatorProblems, 'upload-not-found']
const fileIdQuery = {
  fileId:
    'File id from VOD’s answer to the commit. If no event has reported it yet, the Worker verifies it with VOD',
}

/**
 * The file id of an upload. The page knows it from VOD's answer to the commit and may pass it, so a lost webhook costs
 * nothing.
 */
const fileIdOf = ({ uploaded }: UploadRecord, fromQuery: string | undefined): FileId | undefined =>
  uploaded?.fileId ?? (isFileId(fromQuery) ? fromQuery : undefined)

/** `/api/uploads`: a creator's uploads, and the signatures of their calls to VOD. */
export const uploads = new Hono<App>()
  .use(requireCreator)
  .post(
    '/',
    describeRoute({
      summary: 'Open an upload',
      success: json({ OpenedUpload }, 'Opened', 201),
      problems: [
        'invalid-request',
        'invalid-name',
        'not-a-video',
        'empty-file',
        'file-too-large',
        ...creatorProblems,
        'daily-limit',
        'too-many-uploads',
      ],
    }),
    validateBody({ OpenUpload }),
    async (c) => {
      const { context, creator } = c.var
      const file = c.req.valid('json')
      const rejection = validateSourceFile(file, creator.limits.maxFileBytes)
      if (rejection) throw new ProblemError(rejection)
      await checkLimits(context, creator)
      const uploadId = newUploadId()
      const opened = {
        creatorId: creator.creatorId,
        name: file.name,
        size: file.size,
        openedAt: context.now(),
        procedure: context.config.VOD_PROCEDURE !== undefined,
        ...(file.visibility && { visibility: file.visibility }),
      }
      await putOpened(context.kv, uploadId, opened)
      await cacheSigningState(context, uploadId, { opened, isDeleted: false })
      log('upload-opened', { uploadId, size: file.size })
      return c.json<OpenedUpload>({ uploadId }, 201)
    },
  )
  .get(
    '/',
    describeRoute({
      summary: 'List the creator’s own uploads, newest first',
      query: { cursor: 'Cursor from the previous page' },
      success: json({ UploadPage }, 'One page'),
      problems: creatorProblems,
    }),
    async (c) => {
      const { context, creator } = c.var
      const { kv, now } = context
      const page = await listOpened(kv, creator.creatorId, pageSize, c.req.query('cursor'))
      const uploads = await Promise.all(
        page.uploads.map(async ({ uploadId }) => {
          const record = await getRecord(kv, uploadId)
          return record ? [serializeUpload(uploadId, record, now())] : []
        }),
      )
      const { cursor } = page
      return c.json<UploadPage>({ uploads: uploads.flat(), ...(cursor && { cursor }) })
    },
  )
  .post(
    '/:uploadId/signature',
    describeRoute({
      summary: 'Issue a signature for one call to VOD’s upload API',
      success: json({ IssuedSignature }, 'The signature'),
      problems: [...uploadProblems, 'upload-closed'],
    }),
    async (c) => {
      const { context, creator } = c.var
      const state = await requireOwnSigningState(context, c.req.param('uploadId'), creator)
      // The limit may be lower than when the upload was opened.
      if (state.opened.size > creator.limits.maxFileBytes) throw new ProblemError('file-too-large')
      // Only deletion closes an upload. A published file does not: its event may arrive before the answer to the commit,
      // and a cover may be sent years later. Nor does time: an upload that restarts after VOD discarded its upload
      // session is valid.
      if (state.isDeleted) throw new ProblemError('upload-closed')
      return c.json<IssuedSignature>(await issueSignature(context, state.uploadId, 1))
    },
  )
  .post(
    '/:uploadId/cover',
    describeRoute({
      summary:
        'Report a new cover of a published video. The Worker then fetches the cover’s URL from VOD',
      query: fileIdQuery,
      success: json({ Upload }, 'The upload'),
      problems: [...uploadProblems, 'vod-unavailable'],
    }),
    async (c) => {
      const { context, creator } = c.var
      const entry = await requireOwnUpload(context.kv, c.req.param('uploadId'), creator)
      const { uploadId } = entry
      const record = await withCached(uploadId, entry.record)
      const fileId = fileIdOf(record, c.req.query('fileId'))
      // VOD sends no event for a new cover, and nothing else syncs an upload that is ready.
      const result = fileId && (await syncFromVod(context, { fileId, uploadId }, 'poll', record))
      return c.json<Upload>(serializeUpload(uploadId, result?.record ?? record, context.now()))
    },
  )
  .put(
    '/:uploadId/previews',
    describeRoute({
      summary:
        'Store preview pictures of a video: one JPEG image of at most 150 kB with tiles of equal size. Viewers see them if VOD makes no sprites',
      query: {
        ...fileIdQuery,
        width: 'Width of a tile in pixels',
        height: 'Height of a tile in pixels',
        count: 'Number of tiles. They fill the image row by row',
      },
      success: { status: 204, description: 'Stored' },
      problems: [
        'invalid-request',
        'body-too-large',
        ...uploadProblems,
        'upload-closed',
        'vod-unavailable',
      ],
    }),
    async (c) => {
      const { context, creator } = c.var
      const image = new Uint8Array(await c.req.arrayBuffer())
      const { fileId, width, height, count } = c.req.query()
      const shape = { width: Number(width), height: Number(height), count: Number(count) }
      if (!v.is(PreviewShape, shape) || !holdsTiles(image, shape))
        throw new ProblemError('invalid-request')
      const { uploadId, isDeleted } = await requireOwnSigningState(
        context,
        c.req.param('uploadId'),
        creator,
      )
      if (isDeleted) throw new ProblemError('upload-closed')
      const previews = { ...shape, at: context.now() }
      await putPreviews(context.kv, uploadId, image, previews)
      // Before the file is published, an event of VOD follows, and its sync finds the image.
      if (isFileId(fileId)) await syncFromVod(context, { fileId, uploadId, previews }, 'poll')
      return c.body(null, 204)
    },
  )
  .get(
    '/:uploadId',
    describeRoute({
      summary: 'Get the status of an upload. Answers 304 if the ETag matches',
      query: fileIdQuery,
      success: json({ Upload }, 'The upload'),
      problems: uploadProblems,
    }),
    etag(),
    async (c) => {
      const { context, creator } = c.var
      const id = c.req.param('uploadId')
      const tag = c.req.header('if-none-match')
      if (tag && isUploadId(id) && (await isUnchanged(context, creator, id, tag)))
        return c.body(null, 304, { etag: tag, 'cache-control': 'private, no-cache' })
      const { uploadId, record: stored } = await requireOwnUpload(context.kv, id, creator)
      const fileId = fileIdOf(stored, c.req.query('fileId'))
      const record = await syncIfLate(context, { uploadId, record: stored, fileId })
      const upload = serializeUpload(uploadId, record, context.now())
      const original = upload.status === 'ready' ? record.uploaded?.media?.url : undefined
      c.header('cache-control', 'private, no-cache')
      const etagOfPoll = await pollTag(context, creator, uploadId, record)
      if (etagOfPoll) c.header('etag', etagOfPoll)
      return c.json<Upload>({
        ...upload,
        ...(original && { originalUrl: await signFile(context, original) }),
      })
    },
  )
  .patch(
    '/:uploadId',
    describeRoute({
      summary: 'Change title, description or visibility, which may have a schedule',
      success: json({ Upload }, 'The changed upload'),
      problems: ['invalid-request', 'invalid-schedule', ...uploadProblems],
    }),
    validateBody({ EditUpload }),
    async (c) => {
      const { context, creator } = c.var
      const { kv } = context
      const { uploadId, record } = await requireOwnUpload(kv, c.req.param('uploadId'), creator)
      const { title, description, visibility, ...schedule } = c.req.valid('json')
      if (visibility && !isValidSchedule({ visibility, ...schedule }))
        throw new ProblemError('invalid-schedule')
      const at = context.now()
      const edited: Partial<Pick<UploadRecord, 'details' | 'visibility'>> = {
        ...((title !== undefined || description !== undefined) && {
          details: {
            at,
            title: title ?? record.details?.title ?? '',
            description: description ?? record.details?.description ?? '',
          },
        }),
        ...(visibility && { visibility: { at, visibility, ...schedule } }),
      }
      await Promise.all([
        edited.details && putSlot(kv, uploadId, 'details', edited.details),
        edited.visibility && putSlot(kv, uploadId, 'visibility', edited.visibility),
      ])
      await markEdited(context, uploadId)
      const changed = { ...record, ...edited }
      const previousDescription = record.details?.description ?? ''
      if (changed.details && changed.details.description !== previousDescription)
        context.waitUntil(
          updateChapters(context, { uploadId, record: changed }, previousDescription),
        )
      return c.json<Upload>(serializeUpload(uploadId, changed, at))
    },
  )
  .get(
    '/:uploadId/captions',
    describeRoute({
      summary: 'Get the captions of an upload with their texts',
      success: json({ UploadCaptions }, 'The captions'),
      problems: uploadProblems,
    }),
    async (c) => {
      const { context, creator } = c.var
      const entry = await requireOwnUpload(context.kv, c.req.param('uploadId'), creator)
      const { uploadId, record } = entry
      const tracks = await readCaptions(context.kv, uploadId, record)
      const isCopied = !needsCopy(record)
      // A copy may have failed.
      if (!isCopied) context.waitUntil(copyCaptions(context, entry).then(() => undefined))
      return c.json<UploadCaptions>({ at: record.captions?.at ?? 0, tracks, isCopied })
    },
  )
  .put(
    '/:uploadId/captions',
    describeRoute({
      summary: 'Save all captions of an upload. They are then copied to VOD',
      success: json({ SavedCaptions }, 'The stored captions without their texts'),
      problems: ['invalid-request', 'body-too-large', ...uploadProblems, 'upload-closed'],
    }),
    validateBody({ SaveCaptions }),
    async (c) => {
      const { context, creator } = c.var
      const { uploadId, record } = await requireOwnUpload(
        context.kv,
        c.req.param('uploadId'),
        creator,
      )
      if (record.deleted) throw new ProblemError('upload-closed')
      const saved = c.req.valid('json')
      const captions = await putCaptions(context.kv, uploadId, saved, record, context.now())
      await markEdited(context, uploadId)
      const entry = { uploadId, record: { ...record, captions } }
      context.waitUntil(copyCaptions(context, entry, saved).then(() => undefined))
      return c.json<SavedCaptions>(captions)
    },
  )
  .delete(
    '/:uploadId',
    describeRoute({
      summary: 'Delete an upload, including its file at VOD',
      success: { status: 204, description: 'Deleted' },
      problems: [...uploadProblems, 'vod-unavailable'],
    }),
    async (c) => {
      const { context, creator } = c.var
      const entry = await requireOwnUpload(context.kv, c.req.param('uploadId'), creator)
      await deleteUpload(context, entry)
      await markEdited(context, entry.uploadId)
      return c.body(null, 204)
    },
  )
