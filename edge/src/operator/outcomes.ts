import { type OutcomePage, type UploadOutcome } from '@reelferry/contract/operator'
import { UploadId } from '@reelferry/contract'
import * as v from 'valibot'
import { ProblemError } from '../http/problem-error.ts'
import { slots } from '../uploads/upload-record.ts'
import type { Slot } from '../uploads/upload-record.ts'
import { factsFrom, Outline } from '../uploads/record-summary.ts'
import { problemOf, statusOf } from '../uploads/status.ts'
import { listOutlines, type OutlinedRecord } from '../uploads/store.ts'

/** Where KV goes on, and the records of the upload that the page before ended in, which may have more. */
const Cursor = v.object({
  next: v.string(),
  begun: v.array(
    v.object({
      uploadId: UploadId,
      slot: v.picklist(['opened', ...(Object.keys(slots) as Slot[])]),
      outline: Outline,
    }),
  ),
})

function readCursor(text: string): v.InferOutput<typeof Cursor> {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), Cursor), text)
  if (!result.success) throw new ProblemError('invalid-request')
  return result.output
}

/** What has become of one upload; `undefined` of one that was erased, of which no more than a mark is left. */
function outcomeOf(
  { opened, ...outlines }: Partial<Record<Slot | 'opened', Outline>>,
  now: number,
): UploadOutcome | undefined {
  if (!opened) return undefined
  const facts = factsFrom(opened, outlines)
  const status = statusOf(facts, now)
  const problem = problemOf(status, facts)
  const { uploaded, procedure } = outlines
  const readyAt = (procedure ?? uploaded)?.at
  return {
    status,
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

/** What has become of all uploads, a page at a time, by one list operation each. `now` in unix ms. */
export async function listOutcomes(
  kv: KVNamespace,
  cursor: string | undefined,
  now: number,
): Promise<OutcomePage> {
  const { next: from = undefined, begun = [] } = cursor === undefined ? {} : readCursor(cursor)
  const { records, cursor: next } = await listOutlines(kv, from)
  const all = [...begun, ...records]
  // KV lists in the order of keys, so the records of an upload stand in a row, and only the last may go on.
  const last = next === undefined ? undefined : all.at(-1)?.uploadId
  const uploads = Map.groupBy(all, ({ uploadId }: OutlinedRecord) => uploadId)
  const outcomes = [...uploads].flatMap(([uploadId, records]) => {
    const outlines = Object.fromEntries(records.map(({ slot, outline }) => [slot, outline]))
    const outcome = uploadId === last ? undefined : outcomeOf(outlines, now)
    return outcome ? [outcome] : []
  })
  if (next === undefined) return { outcomes }
  const rest = last === undefined ? [] : (uploads.get(last) ?? [])
  return {
    outcomes,
    cursor: JSON.stringify({ next, begun: rest } satisfies v.InferInput<typeof Cursor>),
  }
}
