import type { Clock } from '../../clock.ts'
import type { Catalogue, Media } from '../../media/catalogue.ts'
import type { UrlOf } from '../../media/media-info.ts'
import {
  storeText,
  subtitleItem,
  subtitlePlaylistKey,
  writeAttachment,
  type Subtitle,
} from '../../media/subtitles.ts'
import type { ObjectStore } from '../../storage/objects.ts'
import { invalidValue, ServerApiError } from '../errors.ts'
import { namedMedia } from '../named-media.ts'
import { list, requiredString, strings, type Parameters } from '../parameters.ts'
import { chaptersAfter } from './chapter-changes.ts'

const maxSubtitles = 16
const supported = new Set([
  'FileId',
  'SubAppId',
  'AddSubtitles',
  'DeleteSubtitleIds',
  'ClearSubtitles',
  'AddKeyFrameDescs',
  'DeleteKeyFrameDescs',
  'ClearKeyFrameDescs',
])

interface AddedSubtitle extends Omit<Subtitle, 'key'> {
  content: string
}

/**
 * ModifyMediaInfo (product/266/31762), only subtitles and chapters: adds, deletes or clears them. A deleted subtitle also
 * leaves the adaptive rendition. Other changes are rejected, so that no caller relies on them.
 */
export async function modifyMediaInfo(
  parameters: Parameters,
  deps: { catalogue: Catalogue; objects: ObjectStore; url: UrlOf; now: Clock },
): Promise<object> {
  const { catalogue, objects, url, now } = deps
  const media = namedMedia(parameters, catalogue)
  if (Object.keys(parameters).some((name) => !supported.has(name)))
    throw new ServerApiError(
      'FailedOperation',
      'The local region changes subtitles and chapters only.',
    )
  const change = checkedChange(parameters, media)
  const chapters = chaptersAfter(parameters, media)
  const remaining = (media.subtitles ?? []).filter(({ id }) => !change.deleted.includes(id))
  const folder = media.key.slice(0, media.key.lastIndexOf('/'))
  const added: Subtitle[] = []
  for (const { content, ...subtitle } of change.added) {
    const key = `${folder}/subtitle_${subtitle.id}.vtt`
    await storeText(objects, key, content)
    added.push({ ...subtitle, key })
  }
  const ids = (media.attachment?.ids ?? []).filter((id) => !change.deleted.includes(id))
  const defaultId = ids.find((id) => id === media.attachment?.defaultId)
  const changed: Media = {
    ...media,
    subtitles: [...remaining, ...added],
    chapters,
    ...(media.attachment && { attachment: { ids, ...(defaultId && { defaultId }) } }),
    updatedAt: now(),
  }
  catalogue.save(changed)
  if (media.attachment) await writeAttachment(objects, changed, url)
  for (const subtitle of media.subtitles ?? [])
    if (change.deleted.includes(subtitle.id))
      for (const key of [subtitle.key, subtitlePlaylistKey(subtitle)]) await objects.delete(key)
  return { CoverUrl: '', AddedSubtitleSet: added.map((subtitle) => subtitleItem(subtitle, url)) }
}

function checkedChange(
  parameters: Parameters,
  { subtitles = [] }: Media,
): { added: AddedSubtitle[]; deleted: string[] } {
  const inputs = list(parameters, 'AddSubtitles')
  const isCleared = parameters.ClearSubtitles === 1
  if (isCleared && inputs.length > 0)
    throw invalidValue('ClearSubtitles and AddSubtitles exclude each other.')
  const known = subtitles.map(({ id }) => id)
  const deleted = isCleared ? known : strings(parameters, 'DeleteSubtitleIds', maxSubtitles)
  if (deleted.some((id) => !known.includes(id)))
    throw invalidValue('DeleteSubtitleIds has an unknown id.')
  const added = inputs.map(checkedSubtitle)
  const ids = [...known, ...added.map(({ id }) => id)]
  // An id in both lists is also rejected, because it exists before the call.
  if (new Set(ids).size < ids.length) throw invalidValue('AddSubtitles has an id that exists.')
  if (ids.length - deleted.length > maxSubtitles)
    throw invalidValue(`A file may have up to ${maxSubtitles} subtitles.`)
  return { added, deleted }
}

function checkedSubtitle(input: unknown, index: number): AddedSubtitle {
  if (typeof input !== 'object' || input === null)
    throw new ServerApiError('InvalidParameter', 'AddSubtitles must have objects.')
  const subtitle = input as Parameters
  const name = requiredString(subtitle, 'Name')
  const language = requiredString(subtitle, 'Language')
  const base64 = requiredString(subtitle, 'Content')
  const id = subtitle.Id === undefined ? `auto-${Date.now() % 1e9}-${index}` : subtitle.Id
  if ([...name].length > 64) throw invalidValue('Name may have up to 64 characters.')
  if (!/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(language))
    throw invalidValue('Language must be a language tag (RFC 5646).')
  if (subtitle.Format !== 'vtt') throw invalidValue('Format must be vtt.')
  if (typeof id !== 'string' || !/^[A-Za-z0-9_-]{1,16}$/.test(id))
    throw invalidValue('Id has up to 16 letters, digits, _ and -.')
  const content = Buffer.from(base64, 'base64')
  if (content.toString('base64') !== base64) throw invalidValue('Content must be base64.')
  const text = content.toString('utf8')
  if (!/^\ufeff?WEBVTT([ \t\n\r]|$)/.test(text)) throw invalidValue('Content must be WebVTT.')
  return { id, name, language, content: text }
}
