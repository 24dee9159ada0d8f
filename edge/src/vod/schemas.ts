import * as v from 'valibot'

/** VOD answers `null` or omits a member that has no value. */
export const orAbsent = <const S extends v.GenericSchema>(schema: S) => v.nullish(schema)

/** AdaptiveDynamicStreamingInfoItem: an adaptive rendition with all its bitrates. */
export const AdaptiveStream = v.object({
  Url: orAbsent(v.string()),
  /** `HLS`, `MPEG-DASH`. */
  Package: orAbsent(v.string()),
  /** `''` if the stream is not encrypted. */
  DrmType: orAbsent(v.string()),
  Definition: orAbsent(v.number()),
  SubtitleSet: orAbsent(v.array(v.object({ Id: orAbsent(v.string()) }))),
  DefaultSubtitleId: orAbsent(v.string()),
})

/** The members of MediaInfoSet (DescribeMediaInfos, product/266/31763) that the Worker uses. */
export const MediaInfo = v.object({
  FileId: v.string(),
  BasicInfo: v.object({
    MediaUrl: orAbsent(v.string()),
    CoverUrl: orAbsent(v.string()),
    Type: orAbsent(v.string()),
    Status: orAbsent(v.string()),
    SourceInfo: orAbsent(v.object({ SourceContext: orAbsent(v.string()) })),
  }),
  MetaData: orAbsent(
    v.object({
      Duration: orAbsent(v.number()),
      Width: orAbsent(v.number()),
      Height: orAbsent(v.number()),
      Rotate: orAbsent(v.number()),
    }),
  ),
  AdaptiveDynamicStreamingInfo: orAbsent(
    v.object({ AdaptiveDynamicStreamingSet: orAbsent(v.array(AdaptiveStream)) }),
  ),
  KeyFrameDescInfo: orAbsent(
    v.object({
      KeyFrameDescSet: orAbsent(v.array(v.object({ TimeOffset: v.number(), Content: v.string() }))),
    }),
  ),
  ImageSpriteInfo: orAbsent(
    v.object({
      ImageSpriteSet: orAbsent(
        v.array(
          v.object({
            Width: orAbsent(v.number()),
            Height: orAbsent(v.number()),
            TotalCount: orAbsent(v.number()),
            ImageUrlSet: orAbsent(v.array(v.string())),
            WebVttUrl: orAbsent(v.string()),
          }),
        ),
      ),
    }),
  ),
  SubtitleInfo: orAbsent(
    v.object({
      SubtitleSet: orAbsent(
        v.array(
          v.object({
            Id: orAbsent(v.string()),
            Name: orAbsent(v.string()),
            Language: orAbsent(v.string()),
            Format: orAbsent(v.string()),
            Url: orAbsent(v.string()),
          }),
        ),
      ),
    }),
  ),
  /** `MediaReviewInfo` is absent if the video was not reviewed. {@link parseVerdict} reads `Suggestion`. */
  ReviewInfo: orAbsent(
    v.looseObject({
      MediaReviewInfo: orAbsent(
        v.object({ Suggestion: v.optional(v.unknown()), TypeSet: v.optional(v.unknown()) }),
      ),
    }),
  ),
  TranscodeInfo: orAbsent(
    v.object({
      TranscodeSet: orAbsent(
        v.array(
          v.object({
            Definition: orAbsent(v.number()),
            Url: orAbsent(v.string()),
            Height: orAbsent(v.number()),
          }),
        ),
      ),
    }),
  ),
})
export type AdaptiveStream = v.InferOutput<typeof AdaptiveStream>
export type MediaInfo = v.InferOutput<typeof MediaInfo>

const taskState = {
  Status: v.string(),
  ErrCodeExt: orAbsent(v.string()),
  ErrCode: orAbsent(v.number()),
}

const AdaptiveTask = v.object({ ...taskState, Output: orAbsent(AdaptiveStream) })

const SubTask = v.object({
  ...taskState,
  Output: orAbsent(
    v.looseObject({
      Url: orAbsent(v.string()),
      Height: orAbsent(v.number()),
      CoverUrl: orAbsent(v.string()),
    }),
  ),
})

/** The members of ProcedureTask (DescribeTaskDetail, product/266/33431) that the Worker uses. */
export const ProcedureTask = v.object({
  TaskId: v.string(),
  Status: v.picklist(['PROCESSING', 'FINISH']),
  FileId: v.string(),
  SessionContext: orAbsent(v.string()),
  MediaProcessResultSet: orAbsent(
    v.array(
      v.object({
        Type: v.string(),
        TranscodeTask: orAbsent(SubTask),
        AdaptiveDynamicStreamingTask: orAbsent(AdaptiveTask),
        CoverBySnapshotTask: orAbsent(SubTask),
      }),
    ),
  ),
  // The result is a member whose name depends on `Type`: PornTask, TerrorismTask, …
  AiContentReviewResultSet: orAbsent(v.array(v.looseObject({ Type: v.string() }))),
})
export type ProcedureTask = v.InferOutput<typeof ProcedureTask>
