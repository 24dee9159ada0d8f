import * as v from 'valibot'
import type { Media } from './media-info.ts'

export const presets = ['1080p', '720p', '540p', '480p', '360p'] as const
type Preset = (typeof presets)[number]

/** The bitrates a creator may ask for, in kbit/s. */
export const kbpsRange = { min: 100, max: 50_000 } as const
const Kbps = v.pipe(v.number(), v.integer(), v.minValue(kbpsRange.min), v.maxValue(kbpsRange.max))

/** What a creator chose. `kbps` is the video's bitrate. */
export const Choice = v.union([
  v.object({ quality: v.literal('Original') }),
  v.object({ quality: v.picklist(presets) }),
  v.object({ quality: v.literal('Custom'), kbps: Kbps }),
])
export type Choice = v.InferOutput<typeof Choice>

/** What an encoder is asked for. */
export const Target = v.object({
  /** Pixels as stored, before rotation; even, never more than the source has. */
  width: v.number(),
  height: v.number(),
  /** Frames a second. Encoders that are not told assume 30 and miss their bitrate at others. */
  frameRate: v.number(),
  /** Bits a second. */
  bitrate: v.number(),
})
export type Target = v.InferOutput<typeof Target>

/**
 * How many of its bits a picture needs to be encoded again, in real time, without much loss; more of those of
 * a codec that needs fewer than H.264.
 */
const againShare = { avc: 1.25, other: 2 }

/** What to ask of an encoder that is to change as little as it can; `undefined` for what has no picture. */
export function sameTargetOf({ video }: Media): Target | undefined {
  if (!video) return undefined
  const { frameRate, codec } = video
  const bitrate = Math.round(video.bitrate * againShare[codec === 'avc' ? 'avc' : 'other'])
  return { ...fit(video, Infinity), frameRate, bitrate }
}

/** kbit/s for 16:9 at 30 frames a second. */
const presetKbps: Record<Preset, number> = {
  '1080p': 5000,
  '720p': 2500,
  '540p': 1500,
  '480p': 1200,
  '360p': 700,
}

/** Larger pictures, and closer frames, have more in common: bits grow slower than either. */
const bitsPerPixelFall = 0.8
const bitsPerFrameFall = 0.6

/** The size, in pixels of the shorter side, by which a preset is named. */
const shortSideOf = (preset: Preset): number => parseInt(preset)

/** What to ask of the encoder; `undefined` for the original, and for what has no picture. */
export function targetOf({ video }: Media, choice: Choice): Target | undefined {
  if (!video || choice.quality === 'Original') return undefined
  const { frameRate } = video
  if (choice.quality === 'Custom')
    return { ...fit(video, Infinity), frameRate, bitrate: choice.kbps * 1000 }
  const shortSide = shortSideOf(choice.quality)
  const size = fit(video, shortSide)
  const standard = (shortSide * shortSide * 16) / 9
  const pixels = ((size.width * size.height) / standard) ** bitsPerPixelFall
  const frames = Math.max(1, frameRate / 30) ** bitsPerFrameFall
  const wanted = presetKbps[choice.quality] * 1000 * pixels * frames
  // More bits than the source has would not bring back what it lost.
  return { ...size, frameRate, bitrate: Math.round(Math.min(wanted, video.bitrate)) }
}

/** Scales down until the shorter side is no longer than asked; never up. */
function fit(source: { width: number; height: number }, shortSide: number) {
  const scale = Math.min(1, shortSide / Math.min(source.width, source.height))
  const even = (length: number) =>
    Math.max(2, Math.min(2 * Math.round((length * scale) / 2), 2 * Math.floor(length / 2)))
  return { width: even(source.width), height: even(source.height) }
}
