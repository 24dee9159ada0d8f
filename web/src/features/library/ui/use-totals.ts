import { maxTotals, type TotalStatistics, type Upload, type UploadId } from '@reelferry/contract'
import { type Ref, ref, watch } from 'vue'
import { fetchTotals } from '../../../api/review.ts'

/**
 * The plays of each ready video in the past 30 days, requested once for each video. A failure leaves them out: the page
 * of the video shows it.
 */
export function useTotals(
  uploads: () => readonly Upload[],
): Ref<ReadonlyMap<UploadId, TotalStatistics>> {
  const totals = ref<ReadonlyMap<UploadId, TotalStatistics>>(new Map())
  const requested = new Set<UploadId>()

  async function load(uploadIds: UploadId[]): Promise<void> {
    const answer = await fetchTotals(uploadIds).catch(() => undefined)
    if (!answer) return
    const added = uploadIds.flatMap((uploadId) => {
      const total = answer.totals[uploadId]
      return total ? [[uploadId, total] as const] : []
    })
    totals.value = new Map([...totals.value, ...added])
  }

  watch(
    uploads,
    (current) => {
      const missing = current
        .filter(({ status, uploadId }) => status === 'ready' && !requested.has(uploadId))
        .map(({ uploadId }) => uploadId)
      for (const uploadId of missing) requested.add(uploadId)
      for (let start = 0; start < missing.length; start += maxTotals)
        void load(missing.slice(start, start + maxTotals))
    },
    { immediate: true },
  )
  return totals
}
