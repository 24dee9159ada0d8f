import { env } from 'cloudflare:workers'
import type { UploadId, UploadStatus } from '@reelferry/contract'
import type { Decided, DecisionPage, ReviewItem, ReviewPage } from '@reelferry/contract/operator'
import { notify, openUpload, request, signedQuery } from '../client.ts'
import { newFileId, newFileUpload, type Published, reviewComplete } from '../vod-account.ts'

export const OPERATOR_SECRET = 'operator-secret-of-the-tests-with-32-characters'

/** Sends a request of the operator. */
export const asOperator = (path: string, json?: unknown, configuration = {}) =>
  request(
    `/api/operator/${path}`,
    {
      headers: { authorization: `Bearer ${OPERATOR_SECRET}` },
      ...(json !== undefined && { json }),
    },
    { OPERATOR_SECRET, ...configuration },
  )

/** Publishes a video without a task flow, and delivers the verdict of its review. */
export async function reviewedVideo(
  vod: { publish(file: Published): void },
  verdict?: 'pass' | 'review' | 'block',
  configuration: Record<string, unknown> = {},
): Promise<{ uploadId: UploadId; fileId: string; sourceContext: string }> {
  const withoutFlow = { VOD_PROCEDURE: '', ...configuration }
  const uploadId = (await openUpload('clip.mp4', withoutFlow)) as UploadId
  const query = await signedQuery(uploadId, withoutFlow)
  const sourceContext = query.get('sourceContext') ?? ''
  const fileId = newFileId()
  vod.publish({ fileId, sourceContext })
  await notify(newFileUpload(fileId, sourceContext))
  if (verdict) await notify(reviewComplete(fileId, verdict))
  return { uploadId, fileId, sourceContext }
}

/** All items of the queue, from all pages, merged by upload. */
export async function queue(configuration = {}): Promise<Map<string, ReviewItem>> {
  const found = new Map<string, ReviewItem>()
  let query = ''
  for (;;) {
    const response = await asOperator(`reviews${query}`, undefined, configuration)
    const { items, cursor } = await response.json<ReviewPage>()
    for (const item of items) found.set(item.uploadId, item)
    if (cursor === undefined) return found
    query = `?cursor=${encodeURIComponent(cursor)}`
  }
}

/** Makes one decision about videos. */
export async function decide(
  uploadIds: string[],
  decision: 'approve' | 'block' | 'undo',
  reason = decision === 'block' ? 'It shows a password' : '',
): Promise<Decided['results']> {
  const response = await asOperator('decisions', { uploadIds, decision, reason, by: 'Olga' })
  return (await response.json<Decided>()).results
}

export async function decisions(): Promise<DecisionPage['decisions']> {
  return (await (await asOperator('decisions')).json<DecisionPage>()).decisions
}

export async function statusOf(uploadId: string): Promise<UploadStatus> {
  const response = await request(`/api/uploads/${uploadId}`)
  return (await response.json<{ status: UploadStatus }>()).status
}

/** Deletes all uploads: tests of other files list the whole namespace, which takes them longer with each upload. */
export async function deleteUploads(): Promise<void> {
  for (const prefix of ['upload/', 'queue/', 'pending/'])
    for (;;) {
      const { keys } = await env.UPLOADS.list({ prefix })
      if (keys.length === 0) break
      await Promise.all(keys.map(({ name }) => env.UPLOADS.delete(name)))
    }
}
