import type { SendReport } from '@reelferry/contract'
import { withLinkOfPage } from './link-of-page.ts'

/**
 * The result of a report. `too-many`: the network has reached its limit. `unavailable`: the video cannot be watched any
 * more, or the operator has switched reports off. `failed`: no answer, or one that a later attempt may change.
 */
export type ReportResult = 'sent' | 'too-many' | 'unavailable' | 'failed'

/** Reports a video to the operator. Never rejects. */
export async function sendReport(id: string, report: SendReport): Promise<ReportResult> {
  try {
    const path = withLinkOfPage(`/api/videos/${encodeURIComponent(id)}/reports`)
    const { ok, status } = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    })
    if (ok) return 'sent'
    if (status === 429) return 'too-many'
    return status === 404 ? 'unavailable' : 'failed'
  } catch {
    return 'failed'
  }
}
