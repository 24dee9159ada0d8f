/** Builds and serves the page of `test/media-page` for tests and benches. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

/** Settings of the video encoder: pixels, frames per second, bits per second. */
export interface Target {
  width: number
  height: number
  frameRate: number
  bitrate: number
}

/** Media info of a file, or why it cannot be read. */
export interface Probed {
  duration: number
  video: { frameRate: number; bitrate: number } & Record<string, unknown>
  canEncode: boolean
  audio?: { bitrate: number } & Record<string, unknown>
  isEdited: boolean
  unsupported?: string
  otherTracks: { type: string; number: number }[]
  problem?: string
}

/** The page's `window.compression`, defined in `test/media-page/main.ts`. Times are in seconds, bytes in base64. */
export interface CompressionPage {
  probe(): Promise<Probed>
  bytesProbed(): Promise<number>
  timeline(): Promise<{ duration: number; frames: number[]; starts: number[]; ends: number[] }>
  compress(
    media: Probed,
    target?: Target,
    trim?: { start: number; end: number; copy: boolean },
  ): Promise<{
    bytes: string
    seconds: number
    /** Seconds of the verification, which `seconds` includes. */
    verifying: number
    written: number[]
    problem?: string
  }>
  planAutoQuality(
    media: Probed,
  ): Promise<{ kbps: number; looksSame: boolean; target: Target; seconds: number }>
  /** `bitsPerPixel`: of the result, if the encoder ignores the bitrate. */
  benchmark(target: Target): Promise<{ bitsPerPixel?: number }>
  benchmarkWithBitrate(bitrate: number, target: Target): Promise<{ bitsPerPixel?: number }>
  missesPlan(media: Probed, target: Target): Promise<boolean>
  /** As `compress`, without the result. Rejects if there is none. */
  time(
    ...parameters: Parameters<CompressionPage['compress']>
  ): Promise<{ seconds: number; verifying: number }>
  /** Compresses without a browser feature. */
  compressWithout(
    what: 'H.264' | 'scaling' | 'WebAssembly',
    media: Probed,
    target: Target,
  ): Promise<string>
  verifyWithDefects(
    defects: string[],
    media: Probed,
    target: Target,
  ): Promise<Record<string, string | undefined>>
  verifyWithGap(
    isKnown: boolean,
    defect: string,
    media: Probed,
    target: Target,
  ): Promise<string | undefined>
  cancelEarly(media: Probed, target: Target): Promise<void>
  pauseFor(
    ms: number,
    pauses: number,
    media: Probed,
    target: Target,
  ): Promise<Record<string, number>>
  isCollectedAfter(bytes: number): Promise<boolean>
  loudTimes(loudness: number): Promise<number[]>
  shownAt(
    time: number,
    positions: readonly (readonly [x: number, y: number])[],
  ): Promise<{ size: number[]; pixels: number[][]; colours: string[] }>
  makeNoise(options: object): Promise<void>
  files(): Promise<string[]>
  /** The storage that the probe finds. */
  storageKind(): Promise<string>
  bytes(): Promise<string>
}

/** Cross-origin isolation allows threads with shared memory, which ffmpeg.wasm needs in the benches. */
const isolated = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}

/** Builds the page into a directory and serves it on a free local port. `served` collects the requested paths. */
export async function serveMediaPage(
  directory: string,
): Promise<{ origin: string; served: Set<string>; close(): void }> {
  const served = new Set<string>()
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../test/media-page', import.meta.url)),
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: directory, emptyOutDir: true, target: 'es2024', chunkSizeWarningLimit: 2000 },
  })
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    served.add(path)
    readFile(join(directory, path)).then(
      (content) =>
        response
          .writeHead(200, {
            'content-type': types[extname(path)] ?? 'application/octet-stream',
            ...isolated,
          })
          .end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}/`, served, close: () => void server.close() }
}
