import { embedCode, escapeMarkup, type Video } from '@reelferry/contract'
import { sizeOf, type StudioAddress } from './metadata.ts'

type ReadyVideo = Video & { status: 'ready' }

/** The maximum size that the consumer requests, pixels. */
export interface MaxSize {
  width: number
  height: number
}

/** The maximum size if the consumer requests none. */
const defaultMaxSize: MaxSize = { width: 1280, height: 1280 }

/** An oEmbed answer of type `video` (oembed.com, version 1.0). */
export function oembedOf(
  video: ReadyVideo,
  { origin, name }: StudioAddress,
  maxSize: Partial<MaxSize>,
): Record<string, string | number> {
  const size = sizeOf(video)
  const scale = Math.min(
    1,
    (maxSize.width ?? defaultMaxSize.width) / size.width,
    (maxSize.height ?? defaultMaxSize.height) / size.height,
  )
  const width = Math.max(1, Math.floor(size.width * scale))
  const height = Math.max(1, Math.floor(size.height * scale))
  return {
    version: '1.0',
    type: 'video',
    provider_name: name,
    provider_url: `${origin}/`,
    title: video.name,
    width,
    height,
    html: embedCode(origin, video, { width, height }),
    // The cover has the aspect ratio of the video; VOD does not provide its size.
    ...(video.poster && {
      thumbnail_url: video.poster,
      thumbnail_width: width,
      thumbnail_height: height,
    }),
  }
}

/** The same answer as XML. */
export function oembedXml(answer: Record<string, string | number>): string {
  const members = Object.entries(answer).map(
    ([name, value]) => `  <${name}>${escapeMarkup(String(value))}</${name}>`,
  )
  return [
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
    '<oembed>',
    ...members,
    '</oembed>',
    '',
  ].join('\n')
}
