import { readFileSync } from 'node:fs'
import type { ObjectStore } from '../storage/objects.ts'
import type { Media } from './catalogue.ts'
import type { UrlOf } from './media-info.ts'

/** Subtitles of a media file in one language. */
export interface Subtitle {
  id: string
  name: string
  language: string
  /** Key of the WebVTT file. */
  key: string
}

/** The subtitles in an adaptive rendition. */
export interface SubtitleAttachment {
  ids: string[]
  defaultId?: string
}

/** VOD's MediaSubtitleItem. */
export const subtitleItem = (
  { id, name, language, key }: Subtitle,
  urlOf: UrlOf,
): Record<string, string> => ({
  Id: id,
  Name: name,
  Language: language,
  Format: 'vtt',
  Url: urlOf(key),
  Source: 'UserUploaded',
})

/** The subtitles in the adaptive rendition, in the order of their attachment. */
export const attachedSubtitles = ({ subtitles = [], attachment }: Media): Subtitle[] =>
  (attachment?.ids ?? []).flatMap((id) => subtitles.find((subtitle) => subtitle.id === id) ?? [])

/** Key of the HLS playlist of subtitles. */
export const subtitlePlaylistKey = ({ key }: Subtitle): string => key.replace(/vtt$/, 'm3u8')

const group = 'subs'

/** A playlist with one segment: the whole WebVTT file. */
const subtitlePlaylist = (file: string, duration: number): string =>
  [
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    `#EXT-X-TARGETDURATION:${Math.max(1, Math.ceil(duration))}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXTINF:${duration.toFixed(3)},`,
    file,
    '#EXT-X-ENDLIST',
    '',
  ].join('\n')

const quoted = (text: string) => `"${text.replaceAll('"', "'")}"`

/** A master playlist with these renditions of subtitles in place of its earlier ones (RFC 8216, 4.3.4.1). */
export function withSubtitles(
  playlist: string,
  entries: { name: string; language: string; isDefault: boolean; uri: string }[],
): string {
  const lines = playlist
    .split('\n')
    .filter((line) => !line.startsWith('#EXT-X-MEDIA:TYPE=SUBTITLES'))
    .map((line) => line.replace(`,SUBTITLES="${group}"`, ''))
  if (entries.length === 0) return lines.join('\n')
  const media = entries.map(({ name, language, isDefault, uri }) => {
    const flags = `DEFAULT=${isDefault ? 'YES' : 'NO'},AUTOSELECT=YES,FORCED=NO`
    return `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="${group}",NAME=${quoted(name)},LANGUAGE=${quoted(language)},${flags},URI=${quoted(uri)}`
  })
  const first = lines.findIndex((line) => line.startsWith('#EXT-X-STREAM-INF'))
  return lines
    .map((line) => (line.startsWith('#EXT-X-STREAM-INF') ? `${line},SUBTITLES="${group}"` : line))
    .toSpliced(first === -1 ? lines.length : first, 0, ...media)
    .join('\n')
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from(text))
}

/** Stores a text as an object. */
export const storeText = async (objects: ObjectStore, key: string, text: string): Promise<void> => {
  await objects.write(key, bytesOf(text), (md5) => `"${md5}"`)
}

/** Writes the attached subtitles of a media file into the master playlist of its adaptive rendition. */
export async function writeAttachment(
  objects: ObjectStore,
  media: Media,
  urlOf: UrlOf,
): Promise<void> {
  const { stream, attachment, metaData } = media
  const master = stream && objects.get(stream.masterKey)
  if (!master) return
  const attached = attachedSubtitles(media)
  for (const subtitle of attached)
    await storeText(
      objects,
      subtitlePlaylistKey(subtitle),
      subtitlePlaylist(urlOf(subtitle.key), metaData?.Duration ?? 0),
    )
  const entries = attached.map((subtitle) => ({
    ...{ name: subtitle.name, language: subtitle.language },
    isDefault: subtitle.id === attachment?.defaultId,
    uri: urlOf(subtitlePlaylistKey(subtitle)),
  }))
  const playlist = readFileSync(objects.path(master), 'utf8')
  await storeText(objects, stream.masterKey, withSubtitles(playlist, entries))
}
