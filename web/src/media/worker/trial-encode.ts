import {
  BufferSource,
  BufferTarget,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  type VideoCodec,
  type VideoSample,
  VideoSampleSink,
} from 'mediabunny'
import type { Target } from '../model/quality.ts'
import { videoSource } from './video-encoder.ts'

/** An encode of a few frames in memory, to learn how this browser's encoder works. */
export interface TrialEncode {
  /** Add the frames one after another. The caller closes them. */
  add(frame: VideoSample): Promise<void>
  /** Ends the encode, and decodes its frames. The caller closes them. */
  frames(): AsyncGenerator<VideoSample, void, unknown>
  /** Frees the encoder if `frames` was not called. */
  cancel(): Promise<void>
}

/** Starts an encode with the settings of a compression. */
export async function startTrialEncode(target: Target, codec: VideoCodec): Promise<TrialEncode> {
  const output = new Output({ format: new Mp4OutputFormat(), target: new BufferTarget() })
  const source = videoSource(codec, target)
  output.addVideoTrack(source)
  await output.start()
  return {
    add: (frame) => source.add(frame),
    cancel: async () => {
      if (output.state === 'started') await output.cancel()
    },
    async *frames() {
      await output.finalize()
      const bytes = output.target.buffer ?? new ArrayBuffer()
      using input = new Input({ source: new BufferSource(bytes), formats: [MP4] })
      const track = await input.getPrimaryVideoTrack()
      if (track) yield* new VideoSampleSink(track).samples()
    },
  }
}
