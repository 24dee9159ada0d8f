import {
  type Finding,
  findingsOf,
  findingsOfMetrics,
  type Metrics,
  type Report,
  summarize,
  type UploadOutcome,
} from '@reelferry/contract/operator'
import { type OperatorClient, pagesOf } from './operator-client.ts'

/** Examines a studio: what is well, what is not, and what has become of its uploads. */
export async function examine(
  client: OperatorClient,
  ours: string,
): Promise<{ findings: Finding[]; metrics: Metrics; refused: Report['refused'] }> {
  const report = await client.report()
  const findings = findingsOf(report, Date.now(), ours)
  const outcomes: UploadOutcome[] = []
  for await (const page of pagesOf((cursor) => client.uploads(cursor)))
    outcomes.push(...page.outcomes)
  const metrics = summarize(outcomes)
  return {
    findings: [...findings, ...findingsOfMetrics(metrics)],
    metrics,
    refused: report.refused,
  }
}
