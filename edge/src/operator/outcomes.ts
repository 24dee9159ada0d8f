import { UploadId } from '@reelferry/contract'
import { type OutcomePage, type UploadOutcome } from '@reelferry/contract/operator'
import * as v from 'valibot'
import type { RequestContext } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { recordFromSummaries, RecordSummary } from '../uploads/record-summary.ts'
import { problemOf, statusOf } from '../uploads/status.ts'
import { listSummaries, type SummarizedKey } from '../uploads/store.ts'
import { type Slot, slotNames } from '../uploads/upload-record.ts'

/** KV's cursor, and the keys of the last upload of the previous page, which may have more keys on this page. */
const Cursor = v.object({
  next: v.string(),
  incomplete: v.array(
    v.object({
      uploadId: UploadId,
      slot: v.picklist(['opened', ...slotNames]),
      summary: RecordSummary,
    }),
  ),
})

function readCursor(text: string): v.InferOutput<typeof Cursor> {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), Cursor), text)
  if (!result.success) throw new ProblemError('invalid-request')
  return result.output
}

/** The outcome of an upload. `undefined` for an erased upload, whose record is anonymous. */
function outcomeOf(
  { opened, ...summaries }: Partial<Record<Slot | 'opened', RecordSummary>>,
  now: number,
): UploadOutcome | undefined {
  if (!opened) return undefined
  const record = recordFromSummaries(opened, summaries)
  const status = statusOf(record, now)
  const problem = problemOf(status, record)
  const { uploaded, procedure } = summaries
  const readyAt = (procedure ?? uploaded)?.at
  return {
    status,
    openedAt: opened.at,
    ...(problem && { problem }),
    ...(uploaded && {
      bytes: opened.size ?? 0,
      heardBy: uploaded.by === 'event' ? 'event' : 'question',
      heardAt: uploaded.at,
    }),
    ...(status === 'ready' &&
      readyAt !== undefined && { secondsToReady: (readyAt - opened.at) / 1000 }),
  }
}

/** The outcomes of all uploads, page by page. Each page is one list operation. */
export async function listOutcomes(
  { kv, now }: RequestContext,
  cursor: string | undefined,
): Promise<OutcomePage> {
  const { next: from = undefined, incomplete = [] } = cursor === undefined ? {} : readCursor(cursor)
  const { keys, cursor: next } = await listSummaries(kv, from)
  const all = [...incomplete, ...keys]
  // KV lists keys in order, so those of an upload are in a row, and only the last upload may be incomplete.
  const last = next === undefined ? undefined : all.at(-1)?.uploadId
  const uploads = Map.groupBy(all, ({ uploadId }: SummarizedKey) => uploadId)
  const outcomes = [...uploads].flatMap(([uploadId, ofUpload]) => {
    const summaries = Object.fromEntries(ofUpload.map(({ slot, summary }) => [slot, summary]))
    const outcome = uploadId === last ? undefined : outcomeOf(summaries, now())
    return outcome ? [outcome] : []
  })
  if (next === undefined) return { outcomes }
  const rest = last === undefined ? [] : (uploads.get(last) ?? [])
  return {
    outcomes,
    cursor: JSON.stringify({ next, incomplete: rest } satisfies v.InferInput<typeof Cursor>),
  }
}
