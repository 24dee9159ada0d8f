import {
  BufferSource,
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Input,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny'
import { afterEach, expect, it, vi } from 'vitest'
import { LowMemorySampleSink } from '../../src/media/worker/low-memory-sample-sink.ts'

/** A decoder that accepts packets and emits no frames. */
class IdleDecoder {
  static packets = 0
  static isConfigSupported = (config: object) => Promise.resolve({ supported: true, config })
  get decodeQueueSize() {
    return IdleDecoder.packets
  }
  configure(): void {}
  close(): void {}
  flush = () => Promise.resolve()
  decode(): void {
    IdleDecoder.packets++
  }
}

/** A WebM of sixty frames that no real decoder accepts. */
async function sixtyFrames(): Promise<ArrayBuffer> {
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() })
  const source = new EncodedVideoPacketSource('vp8')
  output.addVideoTrack(source)
  await output.start()
  const decoderConfig = { codec: 'vp8', codedWidth: 16, codedHeight: 16 }
  for (let index = 0; index < 60; index++) {
    const packet = new EncodedPacket(new Uint8Array(16), 'key', index / 30, 1 / 30)
    await source.add(packet, { decoderConfig })
  }
  await output.finalize()
  return output.target.buffer ?? new ArrayBuffer()
}

afterEach(() => vi.unstubAllGlobals())

it('queues 14 packets, and no more before a frame is decoded', async () => {
  vi.stubGlobal('VideoDecoder', IdleDecoder)
  vi.stubGlobal('EncodedVideoChunk', Object)
  using input = new Input({ source: new BufferSource(await sixtyFrames()), formats: [WEBM] })
  const video = await input.getPrimaryVideoTrack()
  if (!video) throw new Error('There is no video track.')
  const frames = new LowMemorySampleSink(video).samples()
  void frames.next()
  await vi.waitFor(() => expect(IdleDecoder.packets).toBe(14))
  // The file is in memory, so further packets would arrive within these tasks.
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setTimeout(resolve))
  expect(IdleDecoder.packets).toBe(14)
  await frames.return()
})
