import * as v from 'valibot'
import type { MediaInfo } from './media-info.ts'

/** Names of the presets, from the highest quality to the lowest. */
export const presets = ['1080p', '720p', '540p', '480p', '360p'] as const
type Preset = (typeof presets)[number]

/** Allowed values of a custom bitrate, in kbit/s. */
export const kbpsRange = { min: 100, max: 50_000 } as const
const Kbps = v.pipe(v.number(), v.integer(), v.minValue(kbpsRange.min), v.maxValue(kbpsRange.max))

/** The quality that a creator chose. `kbps` is the bitrate of the video track. */
export const Choice = v.union([
  v.object({ quality: v.literal('Original') }),
  v.object({ quality: v.picklist(presets) }),
  /** The lowest bitrate that looks like the source. `kbps` is absent until the media worker has found it. */
  v.object({ quality: v.literal('Auto'), kbps: v.optional(Kbps) }),
  v.object({ quality: v.literal('Custom'), kbps: Kbps }),
])
export type Choice = v.InferOutput<typeof Choice>

/** Settings of the video encoder. */
export const Target = v.object({
  /** Pixels before rotation; even, never more than the source has. */
  width: v.number(),
  height: v.number(),
  /** Frames per second. Without it encoders assume 30 and miss the bitrate at other rates. */
  frameRate: v.number(),
  /** Bits per second. */
  bitrate: v.number(),
})
export type Target = v.InferOutput<typeof Target>

/**
 * Factor of the source's bitrate that a real-time encoder needs to encode the video again with little loss. It is
 * higher for sources in a codec that needs fewer bits than H.264.
 */
const reencodeBitrateFactor = { avc: 1.25, other: 2 }

/**
 * Target that changes the video as little as possible: same size and frame rate, more bits.
 * @returns `undefined` for a file without a video track
 */
export function reencodeTargetOf({ video }: MediaInfo): Target | undefined {
  if (!video) return undefined
  const { frameRate, codec } = video
  const factor = reencodeBitrateFactor[codec === 'avc' ? 'avc' : 'other']
  return { ...fit(video, Infinity), frameRate, bitrate: Math.round(video.bitrate * factor) }
}

/** Video bitrate of each preset for 16:9 at 30 frames per second, in kbit/s. */
const presetKbps: Record<Preset, number> = {
  '1080p': 5000,
  '720p': 2500,
  '540p': 1500,
  '480p': 1200,
  '360p': 700,
}

/**
 * The bitrate grows with these powers of the numbers of pixels and frames. They are below 1, because neighbouring
 * pixels and frames are similar.
 */
const pixelExponent = 0.8
const frameExponent = 0.6

/** *Auto* has at most the size of this preset. */
const maxAutoPreset = '1080p'

/** The preset whose bitrate is the maximum of *Auto*: the largest one that is not larger than the source. */
const autoPresetOf = ({ width, height }: { width: number; height: number }): Preset =>
  presets.find((preset) => shortSideOf(preset) <= Math.min(width, height)) ?? '360p'

/** Pixels of the shorter side; presets are named after it. */
const shortSideOf = (preset: Preset): number => parseInt(preset)

/**
 * Target of a quality.
 * @returns `undefined` for the original quality, and for a file without a video track
 */
export function qualityTargetOf({ video }: MediaInfo, choice: Choice): Target | undefined {
  if (!video || choice.quality === 'Original') return undefined
  const { frameRate } = video
  if (choice.quality === 'Custom')
    return { ...fit(video, Infinity), frameRate, bitrate: choice.kbps * 1000 }
  const isAuto = choice.quality === 'Auto'
  const preset = isAuto ? autoPresetOf(video) : choice.quality
  const shortSide = shortSideOf(preset)
  const size = fit(video, isAuto ? shortSideOf(maxAutoPreset) : shortSide)
  const standard = (shortSide * shortSide * 16) / 9
  const pixels = ((size.width * size.height) / standard) ** pixelExponent
  const frames = Math.max(1, frameRate / 30) ** frameExponent
  const found = isAuto && choice.kbps
  const bitrate = (found || presetKbps[preset] * pixels * frames) * 1000
  // More bits than the source has cannot restore lost detail.
  return { ...size, frameRate, bitrate: Math.round(Math.min(bitrate, video.bitrate)) }
}

/** Scales down until the shorter side is at most `shortSide` pixels; never scales up. Sides are even. */
function fit(source: { width: number; height: number }, shortSide: number) {
  const scale = Math.min(1, shortSide / Math.min(source.width, source.height))
  const even = (length: number) =>
    Math.max(2, Math.min(2 * Math.round((length * scale) / 2), 2 * Math.floor(length / 2)))
  return { width: even(source.width), height: even(source.height) }
}
