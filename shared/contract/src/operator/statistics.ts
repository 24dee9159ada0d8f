import * as v from 'valibot'
import { Statistics } from '../statistics.ts'

/** A video with its plays and its traffic, bytes. */
const TopVideo = v.object({
  fileId: v.string(),
  /** `''` if the video is not of this studio, or was deleted. */
  name: v.string(),
  plays: v.number(),
  traffic: v.number(),
})

/**
 * `GET /api/operator/statistics`: the past 28 days. `traffic` is that of VOD's whole CDN; `plays` are those of the 100
 * most played videos of each day.
 */
export const StudioStatistics = v.object({
  ...Statistics.entries,
  /** The most played videos of the whole time. */
  topVideos: v.array(TopVideo),
})
export type StudioStatistics = v.InferOutput<typeof StudioStatistics>
