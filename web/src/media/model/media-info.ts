import * as v from 'valibot'

/**
 * Properties of a file that the studio cannot convert: several sample descriptions, a display matrix other than
 * rotations and flips, a clean aperture that hides edges, fields instead of frames, colours without an equivalent, and timestamps that jump.
 */
const UnsupportedFeature = v.picklist([
  'formats',
  'transform',
  'cropped',
  'interlaced',
  'colors',
  'timestamps',
])
export type UnsupportedFeature = v.InferOutput<typeof UnsupportedFeature>

/** A track that a result does not contain. */
export const OtherTrack = v.object({
  type: v.picklist(['video', 'audio']),
  /** Counts the tracks of this type, from 1. */
  number: v.number(),
  /** ISO 639-2 code; absent if it is unknown. */
  language: v.optional(v.string()),
  name: v.optional(v.string()),
})
export type OtherTrack = v.InferOutput<typeof OtherTrack>

const Positive = v.pipe(v.number(), v.gtValue(0))

/** Result of a probe. The worker sends it to the page. */
export const MediaInfo = v.object({
  /** Seconds. */
  duration: Positive,
  video: v.optional(
    v.object({
      /** mediabunny's name of the codec: `avc`, `hevc`, `vp9` …; `unknown` if it has none. */
      codec: v.string(),
      /** Pixels before rotation, corrected to square pixels. */
      width: Positive,
      height: Positive,
      /** Degrees by which a player rotates the video clockwise. */
      rotation: v.picklist([0, 90, 180, 270]),
      /** Frames per second, the average of the frames that the probe read. */
      frameRate: Positive,
      /** Bits per second. */
      bitrate: Positive,
      isHdr: v.boolean(),
      canDecode: v.boolean(),
      /** Whether the frames may be transparent. Results show them on black. */
      hasAlpha: v.boolean(),
    }),
  ),
  audio: v.optional(
    v.object({
      codec: v.string(),
      channels: Positive,
      /** Hertz. */
      sampleRate: Positive,
      /** Bits per second. */
      bitrate: Positive,
      canDecode: v.boolean(),
    }),
  ),
  /** Whether an edit list hides more than the start of a track. The studio cannot apply such an edit list. */
  isEdited: v.boolean(),
  /** Absent if there is none. */
  unsupported: v.optional(UnsupportedFeature),
  /** Tracks that players do not choose: alternative languages, comments, cover pictures. */
  otherTracks: v.array(OtherTrack),
  /** Whether this browser can encode a video codec that VOD accepts, at the size of the source. */
  canEncode: v.boolean(),
})
export type MediaInfo = v.InferOutput<typeof MediaInfo>
