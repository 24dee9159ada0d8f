import * as v from 'valibot'

const Positive = v.pipe(v.number(), v.gtValue(0))

/** What a probe tells of a file; crosses from the worker that read it. */
export const Media = v.object({
  /** Seconds. */
  duration: Positive,
  video: v.optional(
    v.object({
      /** As mediabunny names it: `avc`, `hevc`, `vp9` …; `unknown` if it knows no name. */
      codec: v.string(),
      /** Pixels as stored, before rotation, with pixels made square. */
      width: Positive,
      height: Positive,
      /** Degrees by which a player turns the picture clockwise. */
      rotation: v.picklist([0, 90, 180, 270]),
      /** Frames a second, on average over the frames that were looked at. */
      frameRate: Positive,
      /** Bits a second. */
      bitrate: Positive,
      isHdr: v.boolean(),
      canDecode: v.boolean(),
    }),
  ),
  audio: v.optional(
    v.object({
      codec: v.string(),
      channels: Positive,
      /** Hertz. */
      sampleRate: Positive,
      /** Bits a second. */
      bitrate: Positive,
      canDecode: v.boolean(),
    }),
  ),
  /** Whether it tells players to leave out more than its beginning, which nothing here heeds. */
  isEdited: v.boolean(),
  /** Whether this browser encodes any video codec that VOD takes, at the source's size. */
  canEncode: v.boolean(),
})
export type Media = v.InferOutput<typeof Media>
