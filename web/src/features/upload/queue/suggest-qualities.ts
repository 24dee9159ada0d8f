import { isReadable } from '../../../platform/file-read-error.ts'
import type { Suggestion, suggestQuality } from '../../prepare/quality/suggest-quality.ts'
import type { UploadSettings } from '../persistence/settings-store.ts'
import type { JobPersistence } from './job-persistence.ts'
import type { JobTable } from './job-table.ts'

export interface SettingsDependencies {
  settings: () => UploadSettings
  suggestQuality: typeof suggestQuality
}

interface SuggestionContext extends SettingsDependencies {
  table: JobTable
  persistence: Pick<JobPersistence, 'findFile'>
}

/** Chooses the quality of drafts until the creator does. */
export function createQualitySuggestions({
  table,
  persistence,
  settings,
  suggestQuality,
}: SuggestionContext) {
  /** Files are loaded one after another, because a restored file is read to verify its content. */
  let previous: Promise<unknown> = Promise.resolve()

  /**
   * Suggests a quality for a draft. Resolves when that is done, with whether the file could be inspected. If not, the
   * draft keeps the original.
   */
  function suggest(jobId: string): Promise<boolean> {
    const settled = previous.then(() => suggestNow(jobId))
    previous = settled
    return settled
  }

  async function suggestNow(jobId: string): Promise<boolean> {
    const isWanted = () =>
      table.jobs.value.some((job) => job.jobId === jobId && job.stage === 'draft')
    const file = isWanted() ? await persistence.findFile(jobId) : undefined
    if (!(file instanceof File)) return false
    const { quality: preferred } = settings()
    const trim = table.find(jobId)?.source.trim
    // The code may be unreachable.
    const found = await suggestQuality(file, { preferred, trim, isWanted }).catch(() => undefined)
    if (found?.canCompress === undefined) return false
    // A file may be unreadable only now, for example while the page ends. The creator's choice must not change then.
    if (!found.canCompress && !(await isReadable(file))) return false
    applySuggestion(jobId, found)
    return true
  }

  function applySuggestion(jobId: string, { canCompress, choice }: Suggestion): void {
    const runtime = table.runtime(jobId)
    const job = table.find(jobId)
    if (!runtime || job?.stage !== 'draft') return
    runtime.canCompress = canCompress
    // The creator may have chosen a quality for all jobs before this file was inspected.
    const isImpossible = canCompress === false && job.source.choice !== undefined
    if (isImpossible) table.apply(jobId, { type: 'choose-quality', choice })
    else if (choice.quality !== (job.source.choice?.quality ?? 'Original'))
      table.apply(jobId, { type: 'suggest-quality', choice })
  }

  return { suggest }
}

export type QualitySuggestions = ReturnType<typeof createQualitySuggestions>
