import { computed } from 'vue'
import { formatDuration } from '../../../i18n/durations.ts'
import { formatBytes, spaceAfter } from '../../../i18n/index.ts'
import { tRecorder } from '../../../i18n/chunks/recorder.ts'
import type { Capture } from '../capture.ts'
import type { CaptureFailure } from '../model/capture-failure.ts'
import { clockText } from '../model/clock-text.ts'
import { kindOf } from '../model/kind.ts'
import { isRunning } from '../model/recording.ts'

/** Why a recording is empty. Another try cannot make a file of it. */
const emptyFailures: CaptureFailure[] = ['nothing-recorded', 'recorder-failed']

/** The texts that the dialog shows for the stage of a recording. */
export function useRecordingTexts({
  mode,
  recording,
  source,
  limit,
  result,
  isSilenced,
  isPersisted,
}: Capture) {
  const hasPreview = computed(() =>
    ['ready', 'counting', 'recording', 'paused'].includes(recording.value.stage),
  )

  const trouble = computed(() => {
    const { value } = recording
    if (value.stage !== 'refused' && value.stage !== 'unfinished') return undefined
    return {
      what: tRecorder(`problems.${value.failure}.what`),
      todo: tRecorder(`problems.${value.failure}.todo`),
      /** Whether another try can open the devices, or make a file of the recording. */
      canRetry: value.stage === 'refused' || !emptyFailures.includes(value.failure),
    }
  })

  /** An event that the creator did not cause. */
  const notice = computed(() => {
    const { value } = recording
    if (value.stage === 'review' && value.reason !== 'requested')
      return tRecorder(`reasons.${value.reason}`)
    if (value.stage === 'paused' && value.interrupted) return tRecorder('interrupted')
    if (!hasPreview.value) return undefined
    if (isSilenced.value) return tRecorder('silenced')
    if (source.value?.withoutMicrophone) return tRecorder('withoutMicrophone')
    return isPersisted.value ? undefined : tRecorder('notPersisted')
  })

  /** The announcement of each stage for screen readers. */
  const status = computed(() => {
    const { value } = recording
    switch (value.stage) {
      case 'closed':
        return ''
      case 'opening':
        return tRecorder(`opening.${kindOf(mode.value)}`)
      case 'refused':
      case 'unfinished': {
        const { what = '', todo = '' } = trouble.value ?? {}
        return what + spaceAfter(what) + todo
      }
      case 'counting':
        return value.remaining > 0 ? String(value.remaining) : ''
      default: {
        const stage = tRecorder(value.stage)
        return notice.value ? tRecorder('stageAndNotice', { stage, notice: notice.value }) : stage
      }
    }
  })

  /** The label on the picture: what will be recorded, or the state. */
  const chip = computed(() => {
    const { value } = recording
    if (isRunning(value)) return tRecorder(value.stage)
    if (value.stage !== 'ready' || !source.value) return undefined
    const { video, hasScreenAudio } = source.value
    const size = `${video.width} × ${video.height}`
    return hasScreenAudio ? `${size} · ${tRecorder('tabAudio')}` : size
  })

  /** Size and duration: the limit before a recording, the current and then the final values. */
  const details = computed(() => {
    const { value } = recording
    const maxDuration = limit.value
      ? [tRecorder('maxDuration', { duration: formatDuration(limit.value.seconds) })]
      : []
    if (value.stage === 'ready') return maxDuration
    if (isRunning(value)) return [formatBytes(value.bytes), ...maxDuration]
    if (value.stage === 'review' && result.value)
      return [clockText(value.duration), formatBytes(result.value.file.size)]
    return []
  })

  return { hasPreview, trouble, notice, status, chip, details }
}
