import { hlsType, type UploadId } from '@reelferry/contract'
import type {
  DecisionPage,
  ReviewLabel,
  PastDecision,
  ReviewItem,
  ReviewPage,
} from '@reelferry/contract/operator'
import type { RequestContext } from '../context.ts'
import { coverOf, sourcesOf, visibilityOf } from '../uploads/playback.ts'
import {
  getReply,
  listPastDecisions,
  listQueue,
  type QueueEntry,
  removeQueueKeys,
  type StoredReply,
} from '../uploads/review-store.ts'
import { isFinal, moderationOf, statusOf, verdictOf } from '../uploads/status.ts'
import { consistentAfterMs } from '../uploads/store.ts'
import { latestRecord } from '../uploads/latest-record.ts'
import type { UploadEntry, UploadRecord } from '../uploads/upload-record.ts'
import { videoOf, withTextsOf } from '../uploads/video-of-upload.ts'
import { signFile } from '../videos/sign-playback.ts'

/** The labels of all reviews. Those of VOD's API name no parts, so they count only without others. */
function labelsOf({ review, procedure, uploaded }: UploadRecord): ReviewLabel[] {
  const found = [...(review?.labels ?? []), ...(procedure?.labels ?? [])]
  return found.length > 0 ? found : (uploaded?.media?.labels ?? [])
}

/** Sources that an operator can play before the video is published. Files first: this page has no HLS player. */
async function sourcesFor(context: RequestContext, record: UploadRecord) {
  if (!record.uploaded?.media || statusOf(record, context.now()) === 'rejected') return []
  const sources = sourcesOf(record)
  const ordered = [
    ...sources.filter(({ type }) => type !== hlsType),
    ...sources.filter(({ type }) => type === hlsType),
  ]
  return Promise.all(
    ordered.map(async ({ src, type }) => ({ src: await signFile(context, src), type })),
  )
}

/** The last decision without the verdict that is stored with it. */
function decisionOf({ decision: stored }: UploadRecord) {
  if (!stored) return undefined
  const { decision, reason, at, by, account } = stored
  return { decision, reason, at, by, ...(account && { account }) }
}

async function toItem(
  context: RequestContext,
  { uploadId, record }: UploadEntry,
  entries: QueueEntry[],
  reply: StoredReply | undefined,
): Promise<ReviewItem> {
  const { opened, details, uploaded } = record
  const poster = coverOf(record)
  const verdict = verdictOf(record)
  const decision = decisionOf(record)
  return {
    uploadId,
    creatorId: opened.creatorId,
    name: opened.name,
    title: details?.title ?? '',
    description: details?.description ?? '',
    openedAt: opened.openedAt,
    status: statusOf(record, context.now()),
    visibility: visibilityOf(record, context.now()),
    sources: await sourcesFor(context, record),
    poster: poster && (await signFile(context, poster)),
    duration: uploaded?.media?.duration ?? 0,
    ...(verdict && { verdict }),
    labels: labelsOf(record),
    reports: entries.flatMap((entry) =>
      entry.kind === 'report' ? [{ category: entry.category, text: entry.text, at: entry.at }] : [],
    ),
    ...(reply && { reply: { text: reply.text, at: reply.at } }),
    ...(decision && { decision }),
  }
}

/** Whether an entry still needs a decision. Events may repeat, and a decision answers everything before it. */
function isOpen(entry: QueueEntry, record: UploadRecord, now: number): boolean {
  const status = statusOf(record, now)
  if (status === 'deleted' || status === 'failed' || status === 'expired') return false
  if (entry.kind === 'verdict') return moderationOf(record) === 'review'
  return entry.at > (record.decision?.at ?? 0)
}

/** One page of the videos that wait for a decision. Removes entries that need none any more. */
export async function listReviews(
  context: RequestContext,
  cursor: string | undefined,
): Promise<ReviewPage> {
  const { kv, now } = context
  const page = await listQueue(kv, cursor)
  const ofUploads = [...Map.groupBy(page.entries, ({ uploadId }) => uploadId)]
  const obsolete: string[] = []
  const items = await Promise.all(
    ofUploads.map(async ([uploadId, queued]) => {
      const record = await latestRecord(context, uploadId)
      const open = queued.filter(({ entry }) => record && isOpen(entry, record, now()))
      const closed = queued.filter((each) => !open.includes(each))
      // Not before every location of KV answers the state that made them obsolete.
      for (const { key, entry } of closed)
        if (now() - entry.at > consistentAfterMs) obsolete.push(key)
      if (!record || open.length === 0) return []
      const entries = open.map(({ entry }) => entry)
      const hasReply = entries.some(({ kind }) => kind === 'reply')
      const reply = hasReply ? await getReply(kv, uploadId) : undefined
      const video = await videoOf(context, { uploadId, record })
      const entry = withTextsOf({ uploadId, record }, video)
      return [await toItem(context, entry, entries, reply)]
    }),
  )
  if (obsolete.length > 0) context.waitUntil(removeQueueKeys(kv, obsolete))
  return { items: items.flat(), ...(page.cursor && { cursor: page.cursor }) }
}

/** One page of past decisions, with what has become of each video. */
export async function listDecisions(
  context: RequestContext,
  cursor: string | undefined,
): Promise<DecisionPage> {
  const page = await listPastDecisions(context.kv, cursor)
  const records = new Map<UploadId, UploadRecord | undefined>()
  for (const uploadId of new Set(page.decisions.map((past) => past.uploadId)))
    records.set(uploadId, await latestRecord(context, uploadId))
  const decisions = page.decisions.map(({ uploadId, decision }): PastDecision => {
    const record = records.get(uploadId)
    const status = record && statusOf(record, context.now())
    const isAutomatic = decision.by === ''
    return {
      ...decision,
      uploadId,
      name: record?.details?.title || record?.opened.name || '',
      ...(status && { status }),
      isCurrent:
        record !== undefined &&
        (isAutomatic
          ? !record.decision && status !== undefined && isFinal(status)
          : record.decision?.at === decision.at),
    }
  })
  return { decisions, ...(page.cursor && { cursor: page.cursor }) }
}
