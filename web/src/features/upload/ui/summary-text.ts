import { formatDuration, formatTimeLeft } from '../../../i18n/durations.ts'
import { formatBytes } from '../../../i18n/index.ts'
import { formatPartOfBytes } from '../../../i18n/part-of-bytes.ts'
import { formatPercent } from '../../../i18n/percent.ts'
import { tQueue } from '../../../i18n/chunks/queue.ts'
import type { BulkSummary } from '../job/bulk-summary.ts'
import type { Undoable } from '../queue/undo-stack.ts'

const join = (parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ')

/** The title and the facts of the bar above the queue. */
export function summaryText(summary: BulkSummary): { title: string; text: string } {
  const { count, current, sentBytes, totalBytes, percent, secondsLeft, busy, attention } = summary
  const transferred = tQueue('bytesOf', {
    sent: formatPartOfBytes(sentBytes, totalBytes),
    total: formatBytes(totalBytes),
  })
  const left = secondsLeft === undefined ? undefined : formatTimeLeft(secondsLeft)
  switch (summary.kind) {
    case 'drafts':
      return {
        title: tQueue('bulkDrafts', { count }),
        text: join([
          formatBytes(totalBytes),
          secondsLeft === undefined
            ? undefined
            : tQueue('bulkUploadTime', { duration: formatDuration(secondsLeft) }),
        ]),
      }
    case 'running':
      return {
        title: tQueue('bulkRunning', { current, count }),
        text: join([formatPercent(percent), transferred, left]),
      }
    case 'paused':
      return {
        title: tQueue('bulkPaused', { current, count }),
        text: join([formatPercent(percent), transferred]),
      }
    case 'offline':
      return {
        title: tQueue('bulkOffline', { current, count }),
        text: join([formatPercent(percent), transferred]),
      }
    case 'done':
      return {
        title: tQueue('bulkDone', { current, count }),
        text: join([
          busy > 0 ? tQueue('bulkProcessing', { count: busy }) : undefined,
          attention > 0 ? tQueue('bulkAttention', { count: attention }) : undefined,
        ]),
      }
  }
}

/** The facts for the bar of a phone. */
export function shortSummaryText({ kind, totalBytes, percent, secondsLeft }: BulkSummary): string {
  if (kind === 'done') return ''
  return join([
    kind === 'drafts' ? formatBytes(totalBytes) : formatPercent(percent),
    secondsLeft === undefined ? undefined : `~${formatDuration(secondsLeft)}`,
  ])
}

/** The text of the toast that offers to undo. */
export const undoText = ({ kind, count }: Pick<Undoable, 'kind' | 'count'>) =>
  tQueue(kind === 'canceled' ? 'undoCanceled' : 'undoRemoved', { count })
