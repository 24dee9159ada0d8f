import type { Catalogue, Media } from '../../media/catalogue.ts'
import { adaptiveItem, basicInfo, transcodeItem, type UrlOf } from '../../media/describe.ts'
import { ServerApiError } from '../errors.ts'
import { strings, type Parameters } from '../parameters.ts'

/** Filters of DescribeMediaInfos (product/266/31763). Those without an entry below are known, and have nothing to show. */
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

export function describeMediaInfos(
  parameters: Parameters,
  { catalogue, url }: { catalogue: Catalogue; url: UrlOf },
): object {
  const fileIds = strings(parameters, 'FileIds', 20)
  if (!fileIds.length) throw new ServerApiError('InvalidParameterValue', 'FileIds is required.')
  const wanted = strings(parameters, 'Filters', filters.length)
  if (wanted.some((filter) => !filters.includes(filter)))
    throw new ServerApiError('InvalidParameterValue', 'Filters has an unknown member.')
  const shown = new Set(wanted.length ? wanted : filters)
  const found = fileIds.flatMap((fileId) => catalogue.get(fileId) ?? [])
  return {
    MediaInfoSet: found.map((media) => mediaInfo(media, shown, url)),
    NotExistFileIdSet: fileIds.filter((fileId) => !catalogue.get(fileId)),
  }
}

const mediaInfo = (media: Media, shown: Set<string>, url: UrlOf): object => ({
  FileId: media.fileId,
  ...(shown.has('basicInfo') && { BasicInfo: basicInfo(media, url) }),
  ...(shown.has('metaData') && media.metaData && { MetaData: media.metaData }),
  ...(shown.has('transcodeInfo') &&
    media.renditionKey && {
      TranscodeInfo: {
        // Definition 0 is the source itself.
        TranscodeSet: [
          { ...media.metaData, Url: url(media.key), Definition: 0 },
          transcodeItem(media, media.renditionKey, url),
        ],
      },
    }),
  ...(shown.has('adaptiveDynamicStreamingInfo') &&
    media.stream && {
      AdaptiveDynamicStreamingInfo: {
        AdaptiveDynamicStreamingSet: [adaptiveItem(media.stream, url)],
      },
    }),
})
