import { type Finding, findingsOf } from './findings.ts'
import { type Metrics, summarize } from './metrics.ts'
import { type OperatorClient, pagesOf } from './operator-client.ts'
import type { OutlinedRecord } from '../src/uploads/store.ts'

/** Examines a studio: what is well, what is not, and what has become of its uploads. */
export async function examine(
  client: OperatorClient,
  ours: string,
): Promise<{ findings: Finding[]; metrics: Metrics }> {
  const findings = findingsOf(await client.report(), Date.now(), ours)
  const records: OutlinedRecord[] = []
  for await (const page of pagesOf((cursor) => client.records(cursor)))
    records.push(...page.records)
  const metrics = summarize(records, Date.now())
  const { inTime, late } = metrics.notifications
  if (late > 0 && inTime === 0)
    findings.push({
      level: 'problem',
      says: 'Files were found only by asking: no notification of VOD has ever been taken',
      todo: 'Run `pnpm run setup`, and look for "callback-refused" in `pnpm exec wrangler tail`.',
    })
  return { findings, metrics }
}
