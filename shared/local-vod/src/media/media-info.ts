import { isoSeconds } from '../clock.ts'
import { spriteInterval, spriteTile } from '../encoding/encode.ts'
import type { Sprites, Stream } from '../tasks/streams.ts'
import type { Media } from './catalogue.ts'
import { distributionStatus } from './distribution.ts'
import type { MetaData } from './meta-data.ts'

/** Template of the rendition: MP4, standard definition. */
export const renditionDefinition = 100030

/** Template of the sprites. It is not a system template of VOD, because its interval is shorter. */
export const spriteDefinition = 30001

/** Returns the URL of an object key. */
export type UrlOf = (key: string) => string

/** VOD's MediaBasicInfo (product/266/31773) without null fields. */
export const basicInfo = (media: Media, urlOf: UrlOf): object => ({
  Name: media.name,
  Description: '',
  CreateTime: isoSeconds(media.createdAt),
  UpdateTime: isoSeconds(media.updatedAt),
  ExpireTime: '9999-12-31T23:59:59Z',
  ClassId: media.classId,
  ClassName: 'Other',
  ClassPath: 'Other',
  CoverUrl: media.coverKey === undefined ? '' : urlOf(media.coverKey),
  Type: media.type,
  MediaUrl: urlOf(media.key),
  TagSet: [],
  StorageRegion: media.region,
  SourceInfo: { SourceType: 'Upload', SourceContext: media.sourceContext },
  Vid: media.fileId,
  StoragePath: `/${media.key}`,
  Category: 'Video',
  Status: distributionStatus(media.distribution),
  StorageClass: 'STANDARD',
})

/** System template of adaptive streams: unencrypted HLS. */
export const adaptiveDefinition = 10

/** VOD's AdaptiveDynamicStreamingInfoItem. */
export const adaptiveItem = (stream: Stream, urlOf: UrlOf): object => ({
  Definition: adaptiveDefinition,
  Package: 'HLS',
  DrmType: '',
  Url: urlOf(stream.masterKey),
})

/** VOD's MediaImageSpriteItem. `TotalCount` is the number of tiles of the video, in seconds `duration`. */
export const spriteItem = (
  { imageKeys, timesKey }: Sprites,
  duration: number,
  urlOf: UrlOf,
): object => ({
  Definition: spriteDefinition,
  Height: spriteTile.height,
  Width: spriteTile.width,
  TotalCount: Math.ceil(duration / spriteInterval),
  ImageUrlSet: imageKeys.map(urlOf),
  WebVttUrl: urlOf(timesKey),
})

/** VOD's MediaTranscodeItem for the rendition. */
export const transcodeItem = (
  metaData: MetaData | undefined,
  renditionKey: string,
  urlOf: UrlOf,
): object => ({
  ...metaData,
  Url: urlOf(renditionKey),
  Definition: renditionDefinition,
})
