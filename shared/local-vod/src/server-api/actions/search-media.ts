import type { Catalogue } from '../../media/catalogue.ts'
import { basicInfo, type UrlOf } from '../../media/media-info.ts'
import { ServerApiError } from '../errors.ts'
import type { Parameters } from '../parameters.ts'

/** SearchMedia (product/266/31813), only by creation time, newest first. */
export function searchMedia(
  { CreateTime, Limit = 10 }: Parameters,
  { catalogue, url }: { catalogue: Catalogue; url: UrlOf },
): object {
  const { After } = (CreateTime ?? {}) as { After?: unknown }
  const after = After === undefined ? 0 : Date.parse(String(After))
  if (Number.isNaN(after))
    throw new ServerApiError('InvalidParameterValue', 'CreateTime must be a time.')
  const found = catalogue
    .all()
    .filter((media) => media.createdAt >= after)
    .toSorted((a, b) => b.createdAt - a.createdAt)
  return {
    TotalCount: found.length,
    MediaInfoSet: found
      .slice(0, Number(Limit))
      .map((media) => ({ FileId: media.fileId, BasicInfo: basicInfo(media, url) })),
  }
}
