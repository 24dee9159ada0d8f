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
import { putCaptions, readCaptions } from '../uploads/captions-store.ts'
import { copyCaptions, needsCopy } from '../uploads/copy-captions.ts'
import { updateChapters } from '../uploads/copy-chapters.ts'
import { deleteVideo } from '../uploads/delete-upload.ts'
import { markEdited } from '../uploads/edited-mark.ts'
import { composeVideo, loadVideo } from '../uploads/load-video.ts'
import { openUpload } from '../uploads/open-upload.ts'
import { isUnchanged, pollTag } from '../uploads/poll-tag.ts'
import { settleUpload } from '../uploads/replace-file.ts'
import { issueSignature } from '../uploads/issue-signature.ts'
import { checkLimits } from '../uploads/limits.ts'
import { holdsTiles, PreviewShape, putPreviews } from '../uploads/own-previews.ts'
import { requireOwnSigningState, requireOwnUpload } from '../uploads/find-own-upload.ts'
import { serializeUpload } from '../uploads/serialize.ts'
import { getRecord, listOpened, pageSize, putSlot } from '../uploads/store.ts'
import { withCached } from '../uploads/latest-record.ts'
import { syncFromVod, syncIfLate } from '../uploads/sync.ts'
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
        'upload-not-found',
        'upload-closed',
      ],
    }),
    validateBody({ OpenUpload }),
    async (c) => {
      const { context, creator } = c.var
      const file = c.req.valid('json')
      const rejection = validateSourceFile(file, creator.limits.maxFileBytes)
      if (rejection) throw new ProblemError(rejection)
      await checkLimits(context, creator)
      const uploadId = await openUpload(context, creator, file)
      return c.json<OpenedUpload>({ uploadId }, 201)
    },
  )
  .get(
    '/',
    describeRoute({
      summary:
        'List the creator’s own uploads, newest first. Replacements of files are not listed, only their videos',
      query: { cursor: 'Cursor from the previous page' },
      success: json({ UploadPage }, 'One page'),
      problems: creatorProblems,
    }),
    async (c) => {
      const { context, creator } = c.var
      const { kv, now } = context
      const page = await listOpened(kv, creator.creatorId, pageSize, c.req.query('cursor'))
      const videos = page.uploads.filter(({ isReplacement }) => !isReplacement)
      const uploads = await Promise.all(
        videos.map(async ({ uploadId }) => {
          const stored = await getRecord(kv, uploadId)
          if (!stored) return []
          const video = await loadVideo(context, { uploadId, record: stored })
          return [serializeUpload(video, now())]
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
      const { uploadId, record } = await requireOwnUpload(
        context.kv,
        c.req.param('uploadId'),
        creator,
      )
      const video = { uploadId, record: await withCached(uploadId, record) }
      const { file } = await loadVideo(context, video)
      const fileId = fileIdOf(file.record, c.req.query('fileId'))
      const ref = fileId && { fileId, uploadId: file.uploadId }
      // VOD sends no event for a new cover, and nothing else syncs an upload that is ready.
      const synced = ref && (await syncFromVod(context, ref, 'poll', file.record))
      const changed = { uploadId: file.uploadId, record: synced?.record ?? file.record }
      const shown = composeVideo(video, changed)
      return c.json<Upload>(serializeUpload(shown, context.now()))
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
      const sent = await syncIfLate(context, { uploadId, record: stored, fileId })
      const video = await loadVideo(context, { uploadId, record: sent })
      const { record } = video
      const upload = serializeUpload(video, context.now())
      // The creator sees the replacement as ready only when viewers get it.
      if (upload.replaces && upload.status === 'ready')
        await settleUpload(context, { uploadId, record })
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
      const changed = await loadVideo(context, { uploadId, record: { ...record, ...edited } })
      const previousDescription = record.details?.description ?? ''
      const { details } = edited
      if (details && details.description !== previousDescription)
        context.waitUntil(updateChapters(context, changed.file, previousDescription))
      return c.json<Upload>(serializeUpload(changed, at))
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
      const { file } = await loadVideo(context, entry)
      const isCopied = !needsCopy(file.record)
      // A copy may have failed.
      if (!isCopied) context.waitUntil(copyCaptions(context, file).then(() => undefined))
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
      const { file } = await loadVideo(context, { uploadId, record: { ...record, captions } })
      context.waitUntil(copyCaptions(context, file, saved).then(() => undefined))
      return c.json<SavedCaptions>(captions)
    },
  )
  .delete(
    '/:uploadId',
    describeRoute({
      summary: 'Delete an upload, including its files at VOD',
      success: { status: 204, description: 'Deleted' },
      problems: [...uploadProblems, 'vod-unavailable'],
    }),
    async (c) => {
      const { context, creator } = c.var
      const entry = await requireOwnUpload(context.kv, c.req.param('uploadId'), creator)
      const { uploadId } = entry
      await deleteVideo(context, { uploadId, record: await withCached(uploadId, entry.record) })
      await markEdited(context, uploadId)
      return c.body(null, 204)
    },
  )
