/** Alters a finished file as a defect would, for tests of the verification. */
import {
  type AudioSample,
  BlobSource,
  BufferTarget,
  Conversion,
  type ConversionOptions,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  Quality,
  type VideoSample,
} from 'mediabunny'

/** Draws each frame differently. `w` and `h` are the size of the frame. */
const paint =
  (
    draw: (
      context: OffscreenCanvasRenderingContext2D,
      frame: VideoSample,
      w: number,
      h: number,
    ) => void,
  ) =>
  (frame: VideoSample) => {
    const { codedWidth: w, codedHeight: h } = frame
    const canvas = new OffscreenCanvas(w, h)
    const context = canvas.getContext('2d')
    if (context) draw(context, frame, w, h)
    return canvas
  }

/** Encodes the frames again, as the results of the studio are encoded. */
const encoded = {
  codec: 'avc',
  forceTranscode: true,
  keyFrameInterval: 2,
  quality: new Quality({ bitrate: 400_000 }),
} as const

let count = 0

/** The defects. Each is a way of converting a correct result into a wrong one. */
const defects = {
  none: {},
  'encoded again': { video: encoded },
  mirrored: {
    video: {
      ...encoded,
      process: paint((context, frame, w) => {
        context.scale(-1, 1)
        frame.draw(context, -w, 0)
      }),
    },
  },
  'wrong colours': {
    video: {
      ...encoded,
      process: paint((context, frame) => {
        context.filter = 'hue-rotate(90deg)'
        frame.draw(context, 0, 0)
      }),
    },
  },
  washed: {
    video: {
      ...encoded,
      process: paint((context, frame, w, h) => {
        frame.draw(context, 0, 0)
        context.fillStyle = 'rgb(255 255 255 / 20%)'
        context.fillRect(0, 0, w, h)
      }),
    },
  },
  stretched: {
    video: {
      ...encoded,
      process: paint((context, frame, w, h) => frame.draw(context, 0, 0, w * 1.6, h)),
    },
  },
  'turned by its matrix': { video: { rotate: 180, allowRotationMetadata: true } },
  'another size': { video: { ...encoded, width: 160, height: 44, fit: 'fill' } },
  'missing tail': { trim: { start: 0, end: 2.5 } },
  'missing start': { trim: { start: 1 } },
  'missing frames': {
    video: { ...encoded, process: (frame: VideoSample) => (count++ % 4 === 3 ? null : frame) },
  },
  'shifted frames': {
    video: {
      ...encoded,
      process: (frame: VideoSample) => {
        const later = frame.clone()
        later.setTimestamp(frame.timestamp + 0.3)
        return later
      },
    },
  },
  'shifted sound': {
    audio: {
      codec: 'opus',
      forceTranscode: true,
      process: (sample: AudioSample) => {
        sample.setTimestamp(sample.timestamp + 0.4)
        return sample
      },
    },
  },
  'silent sound': {
    audio: {
      codec: 'opus',
      forceTranscode: true,
      process: (sample: AudioSample) => silent(sample),
    },
  },
  'no sound': { audio: { discard: true } },
} as const

export type Defect = keyof typeof defects

/** A sample of the same format and time without sound. */
function silent(sample: AudioSample): AudioSample {
  const { numberOfChannels, numberOfFrames, sampleRate, timestamp } = sample
  const data = new Float32Array(numberOfFrames * numberOfChannels)
  const Sample = sample.constructor as typeof AudioSample
  return new Sample({ data, format: 'f32', numberOfChannels, sampleRate, timestamp })
}

/** Writes a file with a defect. */
export async function withDefect(file: Blob, defect: Defect): Promise<Blob> {
  using input = new Input({ source: new BlobSource(file), formats: [MP4] })
  const output = new Output({ format: new Mp4OutputFormat(), target: new BufferTarget() })
  count = 0
  const options = defects[defect] as Partial<ConversionOptions>
  const conversion = await Conversion.init({ input, output, showWarnings: false, ...options })
  await conversion.execute()
  return new Blob([output.target.buffer ?? new ArrayBuffer()])
}
