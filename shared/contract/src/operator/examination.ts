import type { OperatorClient } from './client.ts'
import { type Finding, findingsOfMetrics, findingsOfReport } from './findings.ts'
import { type Metrics, summarize } from './metrics.ts'
import type { UploadOutcome } from './outcome.ts'
import type { Report } from './report.ts'

/** The findings about a studio and the metrics of its uploads. */
export interface Examination {
  findings: Finding[]
  /** The uploads that are counted so far, and their metrics. */
  outcomes: readonly UploadOutcome[]
  metrics: Metrics
  /** Notifications that the Worker rejected for their signature. */
  refused: Report['refused']
  /** Whether all uploads are counted. */
  isComplete: boolean
}

/**
 * Examines a studio: first its report, then all of its uploads. Yields the state after each answer; the last one is
 * complete.
 * @param now clock of this machine, Unix ms
 * @param localVersion version of the checkout, if there is one
 * @throws OperatorError if a request fails
 */
export async function* examineStudio(
  client: OperatorClient,
  now: () => number,
  localVersion?: string,
): AsyncGenerator<Examination, void> {
  const report = await client.report()
  const { refused } = report
  const findings = findingsOfReport(report, now(), localVersion)
  const outcomes: UploadOutcome[] = []
  yield { findings, outcomes, metrics: summarize(outcomes), refused, isComplete: false }
  for await (const page of client.outcomes()) {
    outcomes.push(...page)
    yield { findings, outcomes, metrics: summarize(outcomes), refused, isComplete: false }
  }
  const metrics = summarize(outcomes)
  yield {
    findings: [...findings, ...findingsOfMetrics(metrics)],
    outcomes,
    metrics,
    refused,
    isComplete: true,
  }
}
