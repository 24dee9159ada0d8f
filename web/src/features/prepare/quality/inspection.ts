import { onBeforeUnmount, type ShallowRef, shallowRef, watch } from 'vue'
import { benchmark, CompressionError, probe } from '../../../media/media-client.ts'
import { planAutoQuality } from '../../../media/auto-quality.ts'
import type { BitratePlan } from '../../../media/model/auto-bitrate.ts'
import type { MediaInfo } from '../../../media/model/media-info.ts'
import {
  compressionRejectionOf,
  type EncodingSpeed,
} from '../../../media/model/compression-plan.ts'
import { qualityTargetOf } from '../../../media/model/quality.ts'
import type { Trim } from '../../../media/model/trim.ts'
import { readFormat } from '../../../platform/read-format.ts'

/** State of the inspection and its results so far. */
export interface Inspection {
  /** `unsupported`: a valid container that the studio does not read. */
  state: 'inspecting' | 'known' | 'unreadable' | 'unsupported' | 'not-loaded'
  media?: MediaInfo
  /** Result of the benchmark; `undefined` until it ends. */
  encoding?: EncodingSpeed
}

/** Facts about an inspected file. Absent if they are not known. */
export interface Inspected {
  /** Pixels as shown, for example `1920 × 1080`. */
  resolution: string | undefined
  /** Returns why the file cannot be compressed, in the language of the page. */
  rejection: (() => string) | undefined
  /** Seconds. */
  duration: number | undefined
}

/** The inspection of one file, which all callers share. */
interface FileInspection {
  inspection: Readonly<ShallowRef<Inspection>>
  /** Resolves when the file is probed. Only the benchmark can follow. */
  probed: Promise<void>
  /** Resolves when nothing else will be known. */
  ended: Promise<void>
  /** Whether each caller still needs the result. */
  isWanted: (() => boolean)[]
}

const inspections = new WeakMap<File, FileInspection>()

/** Files are inspected one after another: each needs a worker, and the benchmark needs the whole machine. */
let previous: Promise<unknown> = Promise.resolve()

/**
 * Probes a file, and measures how fast this device compresses it, once for all callers. Tries again if the code could
 * not be loaded.
 * @param isWanted whether the caller still needs the result when it is the turn of this file
 */
export function inspectFile(file: File, isWanted: () => boolean): FileInspection {
  const known = inspections.get(file)
  if (known && known.inspection.value.state !== 'not-loaded') {
    known.isWanted.push(isWanted)
    return known
  }
  const inspection = shallowRef<Inspection>({ state: 'inspecting' })
  const { promise: probed, resolve } = Promise.withResolvers<void>()
  const wanted = [isWanted]
  const ended = previous
    .then(() => inspect(file, inspection, () => wanted.some((isWanted) => isWanted()), resolve))
    .finally(() => {
      resolve()
      if (inspection.value.state === 'inspecting') inspections.delete(file)
    })
  previous = ended
  const started = { inspection, probed, ended, isWanted: wanted }
  inspections.set(file, started)
  return started
}

async function inspect(
  file: File,
  inspection: ShallowRef<Inspection>,
  isWanted: () => boolean,
  onProbed: () => void,
): Promise<void> {
  if (!isWanted()) return
  try {
    const media = await probe(file)
    inspection.value = { state: 'known', media }
    onProbed()
    const target = qualityTargetOf(media, { quality: '720p' })
    if (!isWanted() || !target || compressionRejectionOf(media)) return
    inspection.value = { state: 'known', media, encoding: await benchmark(file, target) }
  } catch (error) {
    // After a failed benchmark only the encoding time is unknown.
    if (inspection.value.media) return
    const isUnreadable = error instanceof CompressionError && error.failure !== 'not-loaded'
    const format = await readFormat(file).catch(() => undefined)
    const state = format?.isReadable === false ? 'unsupported' : 'unreadable'
    inspection.value = { state: isUnreadable ? state : 'not-loaded' }
  }
}

/** Files of jobs are loaded one after another, because a restored file is read to verify its content. */
let loading: Promise<unknown> = Promise.resolve()

/** The inspection of a component's file. */
export function useInspection(loadFile: () => Promise<File | undefined>) {
  const inspection = shallowRef<Inspection>({ state: 'inspecting' })
  let isUnmounted = false
  let inspected: File | undefined
  let stop: (() => void) | undefined
  onBeforeUnmount(() => {
    isUnmounted = true
    stop?.()
  })

  async function start(): Promise<void> {
    inspection.value = { state: 'inspecting' }
    const file = isUnmounted ? undefined : await loadFile()
    if (!file || isUnmounted) return
    inspected = file
    stop?.()
    const shared = inspectFile(file, () => !isUnmounted)
    const show = (current: Inspection) => void (inspection.value = current)
    stop = watch(shared.inspection, show, { immediate: true, flush: 'sync' })
  }

  function inspect(): void {
    loading = loading.then(start, start)
  }

  /** Plans the automatic quality of the inspected file. Resolves with `undefined` if it is not possible. */
  async function plan(trim: Trim | undefined): Promise<BitratePlan | undefined> {
    const { media } = inspection.value
    const file = inspected
    if (!media || !file) return undefined
    const planned = previous.then(() =>
      isUnmounted ? undefined : planAutoQuality(file, media, trim),
    )
    // Without a plan, only the expected size is unknown.
    const settled = planned.catch(() => undefined)
    previous = settled
    return await settled
  }

  inspect()
  return { inspection, inspect, plan }
}
