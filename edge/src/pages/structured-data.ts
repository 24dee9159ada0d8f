import { parseChapters, rangeQuery, type Video } from '@reelferry/contract'

type ReadyVideo = Video & { status: 'ready' }

/** The chapters as parts of a video that search results can link to. */
function clipsOf({ id, description, duration }: ReadyVideo, origin: string) {
  const chapters = parseChapters(description, duration)
  return chapters.map(({ title, start }, index) => {
    const end = chapters[index + 1]?.start ?? duration
    return {
      '@type': 'Clip',
      name: title,
      startOffset: start,
      ...(end > start && { endOffset: Math.round(end) }),
      url: `${origin}/watch/${id}${rangeQuery({ start })}`,
    }
  })
}

/** Describes a video for search engines (`VideoObject` of schema.org), as JSON that is safe inside a `<script>`. */
export function structuredData(video: ReadyVideo, origin: string): string {
  const clips = clipsOf(video, origin)
  const data = {
    '@context': 'https://schema.org',
    '@type': 'VideoObject',
    name: video.name,
    description: video.description || video.name,
    ...(video.poster && { thumbnailUrl: [video.poster] }),
    uploadDate: new Date(video.publishedAt).toISOString(),
    ...(video.duration > 0 && { duration: `PT${Math.round(video.duration)}S` }),
    url: `${origin}/watch/${video.id}`,
    embedUrl: `${origin}/embed/${video.id}`,
    ...(clips.length > 0 && { hasPart: clips }),
  }
  return JSON.stringify(data).replaceAll('<', '\\u003c')
}
