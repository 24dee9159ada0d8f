import {
  hlsType,
  type ScheduledVisibility,
  type Video,
  type Visibility,
  visibilityAt,
} from '@reelferry/contract'
import type { UploadRecord } from './upload-record.ts'

const types: Record<string, string> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  // Browsers play QuickTime files with the codecs of MP4, but reject the type video/quicktime.
  mov: 'video/mp4',
  webm: 'video/webm',
  ogv: 'video/ogg',
  m3u8: hlsType,
}

const typeOf = (extension: string) => types[extension.toLowerCase()]

const extensionOf = (url: string) => new URL(url).pathname.split('.').at(-1) ?? ''

type Sources = (Video & { status: 'ready' })['sources']

/** Sources for a player, best first: adaptive streams, then files, then the uploaded file if browsers can play it. */
export function sourcesOf({ uploaded, procedure }: UploadRecord): Sources {
  const renditions = (procedure?.renditions ?? []).map(({ url, height }) => {
    const type = typeOf(extensionOf(url)) ?? 'video/mp4'
    return { src: url, type, ...(height > 0 && type !== hlsType && { height }) }
  })
  const isAdaptive = ({ type }: { type: string }) => type === hlsType
  const sources = [
    ...renditions.filter(isAdaptive),
    ...renditions.filter((rendition) => !isAdaptive(rendition)),
  ]
  const original = uploaded?.media
  // Without renditions there is nothing else to play, so the uploaded file is a source whatever its container is.
  const originalType = typeOf(original?.extension ?? '') ?? (sources.length ? undefined : '')
  if (original?.url && originalType !== undefined)
    sources.push({ src: original.url, type: originalType })
  return sources
}

/** URL of the cover, or `''`. */
export const coverOf = ({ uploaded, procedure }: UploadRecord): string =>
  uploaded?.media?.coverUrl || procedure?.coverUrl || ''

/** The visibility with its schedule, as the creator saved it. A video is public until its creator changes that. */
export const scheduleOf = ({ visibility, opened }: UploadRecord): ScheduledVisibility =>
  visibility ?? { visibility: opened.visibility ?? 'public' }

/** The visibility of a video now. `now` in unix ms. */
export const visibilityOf = (record: UploadRecord, now: number): Visibility =>
  visibilityAt(scheduleOf(record), now)
