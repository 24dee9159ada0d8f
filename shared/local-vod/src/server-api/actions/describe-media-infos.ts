import type { Catalogue, Media } from '../../media/catalogue.ts'
import {
  adaptiveItem,
  basicInfo,
  spriteItem,
  transcodeItem,
  type UrlOf,
} from '../../media/media-info.ts'
import { attachedSubtitles, subtitleItem } from '../../media/subtitles.ts'
import { reviewInfo } from '../../tasks/review-task.ts'
import { ServerApiError } from '../errors.ts'
import { strings, type Parameters } from '../parameters.ts'

/** Filters of DescribeMediaInfos (product/266/31763). Some are accepted although the region has no such information. */
const filters = [
  'basicInfo',
  'metaData',
  'transcodeInfo',
  'animatedGraphicsInfo',
  'imageSpriteInfo',
  'snapshotByTimeOffsetInfo',
  'sampleSnapshotInfo',
  'keyFrameDescInfo',
  'adaptiveDynamicStreamingInfo',
  'miniProgramReviewInfo',
  'subtitleInfo',
  'reviewInfo',
]

/** DescribeMediaInfos: up to 20 files, with the members that `Filters` selects (default: all). */
export function describeMediaInfos(
  parameters: Parameters,
  { catalogue, url }: { catalogue: Catalogue; url: UrlOf },
): object {
  const fileIds = strings(parameters, 'FileIds', 20)
  if (!fileIds.length) throw new ServerApiError('InvalidParameterValue', 'FileIds is required.')
  const requested = strings(parameters, 'Filters', filters.length)
  if (requested.some((filter) => !filters.includes(filter)))
    throw new ServerApiError('InvalidParameterValue', 'Filters has an unknown member.')
  const selected = new Set(requested.length ? requested : filters)
  const found = fileIds.flatMap((fileId) => catalogue.get(fileId) ?? [])
  return {
    MediaInfoSet: found.map((media) => mediaInfo(media, selected, url)),
    NotExistFileIdSet: fileIds.filter((fileId) => !catalogue.get(fileId)),
  }
}

const mediaInfo = (media: Media, selected: Set<string>, url: UrlOf): object => ({
  FileId: media.fileId,
  ...(selected.has('basicInfo') && { BasicInfo: basicInfo(media, url) }),
  ...(selected.has('metaData') && media.metaData && { MetaData: media.metaData }),
  ...(selected.has('transcodeInfo') &&
    media.renditionKey && {
      TranscodeInfo: {
        // Definition 0 is the source itself.
        TranscodeSet: [
          { ...media.metaData, Url: url(media.key), Definition: 0 },
          transcodeItem(media.renditionMetaData ?? media.metaData, media.renditionKey, url),
        ],
      },
    }),
  ...(selected.has('adaptiveDynamicStreamingInfo') &&
    media.stream && {
      AdaptiveDynamicStreamingInfo: {
        AdaptiveDynamicStreamingSet: [
          {
            ...adaptiveItem(media.stream, url),
            ...(media.attachment && {
              SubtitleSet: attachedSubtitles(media).map((subtitle) => subtitleItem(subtitle, url)),
              DefaultSubtitleId: media.attachment.defaultId ?? '',
            }),
          },
        ],
      },
    }),
  ...(selected.has('subtitleInfo') &&
    media.subtitles && {
      SubtitleInfo: {
        SubtitleSet: media.subtitles.map((subtitle) => subtitleItem(subtitle, url)),
      },
    }),
  ...(selected.has('keyFrameDescInfo') &&
    media.chapters?.length && {
      KeyFrameDescInfo: {
        KeyFrameDescSet: media.chapters.map(({ start, title }) => ({
          TimeOffset: start,
          Content: title,
        })),
      },
    }),
  ...(selected.has('imageSpriteInfo') &&
    media.sprites && {
      ImageSpriteInfo: {
        ImageSpriteSet: [spriteItem(media.sprites, media.metaData?.Duration ?? 0, url)],
      },
    }),
  ...(selected.has('reviewInfo') &&
    media.review && { ReviewInfo: { MediaReviewInfo: reviewInfo(media.review) } }),
})
