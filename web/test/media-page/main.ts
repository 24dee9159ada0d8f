/** A page that only compresses, for tests and benches. Its interface is `window.compression`. */
import {
  ALL_FORMATS,
  BlobSource,
  BufferTarget,
  CanvasSource,
  Input,
  Mp4OutputFormat,
  Output,
  Quality,
} from 'mediabunny'
import {
  benchmark,
  compress,
  type Compression,
  CompressionError,
  PlanMissedError,
  probe,
  readTimeline,
} from '../../src/media/media-client.ts'
import { planAutoQuality } from '../../src/media/auto-quality.ts'
import { GcHint } from '../../src/media/worker/gc-hint.ts'
import { verify } from '../../src/media/worker/verify.ts'
import { type Defect, withDefect } from './sabotage.ts'
import type { CompressionPlan } from '../../src/media/model/compression-job.ts'
import { compress as compressOnPage } from '../../src/media/worker/compress.ts'
import { PacketTimedSink } from '../../src/media/worker/packet-timed-sink.ts'
import { benchmark as benchmarkOnPage } from '../../src/media/worker/benchmark.ts'
import { probe as probeOnPage } from '../../src/media/worker/probe.ts'
import { type PageStorage, pageStorage } from '../../src/platform/files/page-storage.ts'
import { storeOf } from '../../src/platform/files/store-of.ts'
import { StorageKind } from '../../src/platform/model/storage-kind.ts'
import { outputFileNames } from '../../src/platform/output-files.ts'
import * as v from 'valibot'
import type { Trim } from '../../src/media/model/trim.ts'
import type { MediaInfo } from '../../src/media/model/media-info.ts'
import { qualityTargetOf, type Target } from '../../src/media/model/quality.ts'

const output = 'test.mp4'
let current: Compression
let source: File | undefined

const file = () => {
  const chosen = source ?? document.querySelector('input')?.files?.[0]
  if (!chosen) throw new Error('Choose a file first.')
  return chosen
}

/** Converts a CompressionError to a value that can be sent to the test. */
const outcome = <T>(work: Promise<T>) =>
  work.catch((error: unknown) => {
    if (error instanceof CompressionError) return { problem: error.failure, detail: error.message }
    throw error
  })

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 0x8000)
    text += String.fromCharCode(...bytes.subarray(start, start + 0x8000))
  return btoa(text)
}

/** A blob that counts the bytes that are read from it. */
class CountedBlob extends Blob {
  readonly #count: (bytes: number) => void

  constructor(blob: Blob, count: (bytes: number) => void) {
    super([blob])
    this.#count = count
  }

  override slice(start?: number, end?: number, type?: string): Blob {
    return new CountedBlob(super.slice(start, end, type), this.#count)
  }

  override stream() {
    return super.stream().pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => {
          this.#count(chunk.byteLength)
          controller.enqueue(chunk)
        },
      }),
    )
  }

  override arrayBuffer() {
    this.#count(this.size)
    return super.arrayBuffer()
  }
}

/** The storage that the fragment of the address names, else the one that the probe finds. */
async function storage(): Promise<PageStorage> {
  const kind = v.safeParse(StorageKind, location.hash.slice(1))
  return kind.success ? { kind: kind.output, store: await storeOf(kind.output) } : pageStorage()
}

const work = async (media: MediaInfo, target?: Target) => ({
  file: file(),
  media,
  target,
  output,
  recipe: 'test',
  storage: await storage(),
  isSentWhileWritten: false,
})

function removeH264() {
  const isSupported = VideoEncoder.isConfigSupported.bind(VideoEncoder)
  VideoEncoder.isConfigSupported = async (config) =>
    config.codec.startsWith('avc') ? { supported: false, config } : isSupported(config)
}

/** Rejects frames whose size differs from the configured one. The specification allows that. */
function removeScaling() {
  const { configure, encode } = VideoEncoder.prototype
  const widths = new WeakMap<VideoEncoder, number>()
  VideoEncoder.prototype.configure = function (config) {
    widths.set(this, config.width)
    configure.call(this, config)
  }
  VideoEncoder.prototype.encode = function (frame, options) {
    if (frame.codedWidth !== widths.get(this)) throw new DOMException('Another size.', 'DataError')
    encode.call(this, frame, options)
  }
}

/** Forbids it by the page's policy, like a site without `wasm-unsafe-eval`. */
function forbidWebAssembly() {
  const policy = document.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content = "script-src 'self'"
  document.head.append(policy)
}

/** Compresses the chosen file on this page. */
async function runOnPage(plan: CompressionPlan) {
  const chunks: { data: Uint8Array; position: number }[] = []
  const result = await compressOnPage(file(), plan, {
    write: ({ data, position }) => void chunks.push({ data: data.slice(), position }),
    waitWhilePaused: () => Promise.resolve(),
    progress: () => undefined,
  })
  const size = Math.max(...chunks.map(({ data, position }) => position + data.length))
  const bytes = new Uint8Array(size)
  for (const { data, position } of chunks) bytes.set(data, position)
  return { bytes, ...result }
}

async function run(media: MediaInfo, target?: Target, trim?: Trim) {
  const written: number[] = []
  const startedAt = performance.now()
  const options = { ...(await work(media, target)), trim }
  current = compress(options, (progress) => written.push(progress.written))
  let writtenAt = NaN
  current.written.then(
    () => (writtenAt = performance.now()),
    () => undefined,
  )
  const result = await outcome(current.done)
  if (!(result instanceof File)) return result
  const endedAt = performance.now()
  const [seconds, verifying] = [(endedAt - startedAt) / 1000, (endedAt - writtenAt) / 1000]
  return { result, seconds, verifying, written }
}

const colours = {
  black: [0, 0, 0],
  white: [255, 255, 255],
  grey: [128, 128, 128],
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
}

/** Firefox shows small videos without colour tags with another matrix (BT.709), which moves each value by up to 46. */
const colourTolerance = navigator.userAgent.includes('Firefox') ? 50 : 12

/** The name of the nearest colour; the numbers if none is near. */
function nameOf(rgba: number[]): string {
  const distanceTo = (colour: number[]) =>
    Math.max(...colour.map((value, index) => Math.abs(value - (rgba[index] ?? 0))))
  const near = Object.entries(colours).find(([, colour]) => distanceTo(colour) <= colourTolerance)
  return near?.[0] ?? rgba.slice(0, 3).join(',')
}

const compression = {
  /** The timeline of the chosen file, with plain arrays. */
  async timeline() {
    const { duration, frames, starts, ends } = await readTimeline(file())
    return { duration, frames: [...frames], starts: [...starts], ends: [...ends] }
  },

  probe: () => outcome(probe(file())),

  /** Bytes of the chosen file that a probe reads. */
  async bytesProbed(): Promise<number> {
    let bytes = 0
    await probeOnPage(new CountedBlob(file(), (count) => (bytes += count)))
    return bytes
  },

  /** Plans the automatic quality of the chosen file. Resolves with the plan, its target, and the seconds it took. */
  async planAutoQuality(media: MediaInfo, trim?: Trim) {
    const startedAt = performance.now()
    const plan = await planAutoQuality(file(), media, trim)
    const seconds = (performance.now() - startedAt) / 1000
    const target = qualityTargetOf(media, { quality: 'Auto', kbps: plan.kbps })
    return { ...plan, target, seconds }
  },

  /** Whether the check of the finished result finds that it looks worse than its source. */
  async missesPlan(media: MediaInfo, target: Target) {
    const compression = compress(
      { ...(await work(media, target)), looksSame: true },
      () => undefined,
    )
    return await compression.done.then(
      () => false,
      (error: unknown) => error instanceof PlanMissedError,
    )
  },
  benchmark: (target: Target) => outcome(benchmark(file(), target)),

  /** The benchmark on this page, with an encoder that ignores the requested bitrate and has this one. */
  async benchmarkWithBitrate(bitrate: number, target: Target) {
    const { configure } = VideoEncoder.prototype
    VideoEncoder.prototype.configure = function (config) {
      configure.call(this, { ...config, bitrate })
    }
    return await benchmarkOnPage(file(), target)
  },
  files: async () => outputFileNames((await storage()).store),
  storageKind: async () => (await pageStorage()).kind,
  async bytes(): Promise<string> {
    return base64(new Uint8Array(await file().arrayBuffer()))
  },

  /** Compresses the chosen file. Resolves with the result in base64 and all progress reports. */
  async compress(media: MediaInfo, target?: Target, trim?: Trim) {
    const done = await run(media, target, trim)
    if (!('result' in done)) return done
    const { result, ...rest } = done
    return { ...rest, bytes: base64(new Uint8Array(await result.arrayBuffer())) }
  },

  /** Compresses the chosen file. Resolves with the seconds it took, and those of the verification among them. */
  async time(media: MediaInfo, target?: Target, trim?: Trim) {
    const done = await run(media, target, trim)
    if (!('result' in done)) throw new Error(done.detail)
    return { seconds: done.seconds, verifying: done.verifying }
  },

  /** Compresses the chosen file on this page, without a browser feature. Resolves with the result in base64. */
  async compressWithout(
    what: 'H.264' | 'scaling' | 'WebAssembly',
    media: MediaInfo,
    target: Target,
  ) {
    if (what === 'H.264') removeH264()
    else if (what === 'scaling') removeScaling()
    else forbidWebAssembly()
    return base64((await runOnPage({ media, target })).bytes)
  },

  /** Reports of the verification about results with defects; `undefined` where it accepts a result. */
  async verifyWithDefects(defects: Defect[], media: MediaInfo, target: Target) {
    const { bytes, ...result } = await runOnPage({ media, target })
    const reports: Record<string, string | undefined> = {}
    for (const defect of defects) {
      const altered = await withDefect(new Blob([bytes]), defect)
      const verified = verify(file(), { media, target }, { ...result, file: altered })
      reports[defect] = await verified.then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
    }
    return reports
  },

  /**
   * The report of the verification about a result without most of its media data, as if it was released.
   * @param isKnown whether the verification knows that bytes were released
   */
  async verifyWithGap(isKnown: boolean, defect: Defect, media: MediaInfo, target: Target) {
    const { bytes, ...result } = await runOnPage({ media, target })
    const altered = await withDefect(new Blob([bytes]), defect)
    const gap = new Uint8Array(await altered.arrayBuffer())
    const start = String.fromCharCode(...gap.subarray(0, 0x4000)).indexOf('mdat') + 4
    const length = new DataView(gap.buffer).getUint32(start - 8)
    gap.fill(0, start + length * 0.5, start + length * 0.95)
    const gapped = { ...result, file: new Blob([gap]), hasGaps: isKnown }
    return await verify(file(), { media, target }, gapped).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
  },

  /** Starts a compression and cancels it after the first progress report. */
  async cancelEarly(media: MediaInfo, target: Target) {
    const { promise, resolve } = Promise.withResolvers<void>()
    current = compress(await work(media, target), () => resolve())
    await promise
    await current.cancel()
  },

  /**
   * Pauses `pauses` times after the first progress report, `ms` apart, and resumes once. Resolves with the number of
   * progress reports during the last pause and after it.
   */
  async pauseFor(ms: number, pauses: number, media: MediaInfo, target: Target) {
    const first = Promise.withResolvers<void>()
    let reports = 0
    current = compress(await work(media, target), () => {
      reports++
      first.resolve()
    })
    await first.promise
    for (let pause = 0; pause < pauses; pause++) {
      current.pause()
      await new Promise((resolve) => setTimeout(resolve, ms))
    }
    const before = reports
    await new Promise((resolve) => setTimeout(resolve, ms))
    const duringPause = reports - before
    current.resume()
    await current.done
    return { duringPause, afterwards: reports - before - duringPause }
  },

  /** Whether the hint for this many bytes of chunks makes the browser collect unreachable objects. */
  async isCollectedAfter(bytes: number): Promise<boolean> {
    const unreachable = new WeakRef({})
    // A WeakRef keeps its target alive until the end of the task.
    const nextTask = () => new Promise((resolve) => setTimeout(resolve))
    await nextTask()
    new GcHint().add(bytes)
    await nextTask()
    return !unreachable.deref()
  },

  /** Times at which sound above a loudness from 0 to 1 starts after 0.2 seconds of silence, in seconds. */
  async loudTimes(loudness: number): Promise<number[]> {
    using input = new Input({ source: new BlobSource(file()), formats: ALL_FORMATS })
    const [track] = await input.getAudioTracks()
    const times: number[] = []
    let last = -Infinity
    if (!track) return times
    for await (const decoded of new PacketTimedSink(track).samples()) {
      using sample = decoded
      const { numberOfFrames, numberOfChannels, sampleRate, timestamp } = sample
      const values = new Float32Array(numberOfFrames * numberOfChannels)
      sample.copyTo(values, { planeIndex: 0, format: 'f32' })
      for (const [index, value] of values.entries()) {
        if (Math.abs(value) <= loudness) continue
        const time = timestamp + Math.floor(index / numberOfChannels) / sampleRate
        if (time > last + 0.2) times.push(time)
        last = time
      }
    }
    return times
  },

  /**
   * How a `<video>` element shows the chosen file at a time of the element, in seconds: its size, and the names of the
   * colours at positions from 0 to 1, row by row.
   */
  async shownAt(time: number, positions: readonly [x: number, y: number][]) {
    const video = document.createElement('video')
    const failed = new Promise<never>((_, reject) => {
      video.onerror = () => reject(new Error(video.error?.message))
    })
    const nextFrame = () =>
      Promise.race([
        failed,
        new Promise((resolve) => void video.requestVideoFrameCallback(resolve)),
      ])
    // Else the first frame can be taken for the one at `time`.
    const firstFrame = nextFrame()
    video.src = URL.createObjectURL(file())
    await firstFrame
    const frame = nextFrame()
    video.currentTime = time
    await frame
    const { videoWidth: width, videoHeight: height } = video
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      willReadFrequently: true,
    })
    context?.drawImage(video, 0, 0)
    const pixels = positions.map(([x, y]) => {
      const { data } = context?.getImageData(width * x, height * y, 1, 1) ?? {}
      return [...(data ?? [])]
    })
    URL.revokeObjectURL(video.src)
    return { size: [width, height], pixels, colours: pixels.map(nameOf) }
  },

  /** Generates a video that is hard to compress and uses it as the chosen file. */
  async makeNoise(options: {
    width: number
    height: number
    frameRate: number
    seconds: number
    rectangles?: number
  }) {
    const { width, height, frameRate, seconds, rectangles = 20 } = options
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d')
    if (!context) throw new Error('No canvas.')
    const made = new Output({ format: new Mp4OutputFormat(), target: new BufferTarget() })
    const frames = new CanvasSource(canvas, {
      codec: 'avc',
      quality: new Quality({ bitrate: 16e6 }),
      onEncoderConfig: (config) => void (config.framerate = frameRate),
    })
    made.addVideoTrack(frames)
    await made.start()
    let state = 1
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647
    for (let index = 0; index < frameRate * seconds; index++) {
      for (let count = 0; count < rectangles; count++) {
        context.fillStyle = `hsl(${random() * 360} 80% ${random() * 100}%)`
        context.fillRect(random() * width, random() * height, 24, 24)
      }
      await frames.add(index / frameRate, 1 / frameRate)
    }
    await made.finalize()
    source = new File([made.target.buffer ?? ''], 'noise.mp4')
  },
}

Object.assign(window, { compression })
