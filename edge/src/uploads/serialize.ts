import {
  hlsType,
  splitName,
  type Upload,
  type UploadId,
  type Video,
  type Visibility,
} from '@reelferry/contract'
import type { Facts } from './upload-record.ts'
import { isFinal, moderationOf, problemOf, statusOf } from './status.ts'

/** Seconds until asking again: often while something is about to happen, seldom while nothing is. */
const retryAfter = { open: 5, uploaded: 1, processing: 2 } as const

const types: Record<string, string> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  // Browsers play QuickTime files with the codecs of MP4, but refuse the type they are named by.
  mov: 'video/mp4',
  webm: 'video/webm',
  ogv: 'video/ogg',
  m3u8: hlsType,
}

const typeOf = (extension: string) => types[extension.toLowerCase()]

const extensionOf = (url: string) => new URL(url).pathname.split('.').at(-1) ?? ''

/** What can be played, best first: what adapts to the viewer's network, then files, then the source if it is one. */
function sourcesOf({ uploaded, procedure }: Facts): { src: string; type: string }[] {
  const renditions = (procedure?.renditions ?? []).map(({ url }) => ({
    src: url,
    type: typeOf(extensionOf(url)) ?? 'video/mp4',
  }))
  const isAdaptive = ({ type }: { type: string }) => type === hlsType
  const candidates = [
    ...renditions.filter(isAdaptive),
    ...renditions.filter((one) => !isAdaptive(one)),
  ]
  const original = uploaded?.media
  // Without a task flow nothing else will ever be there, so even an unlikely container is offered.
  const originalType = typeOf(original?.extension ?? '') ?? (candidates.length ? undefined : '')
  if (original?.url && originalType !== undefined)
    candidates.push({ src: original.url, type: originalType })
  return candidates
}

const coverOf = ({ uploaded, procedure }: Facts) =>
  uploaded?.media?.coverUrl || procedure?.coverUrl || ''

/** Who may watch; everyone, until the creator says otherwise. */
export const visibilityOf = (facts: Facts): Visibility => facts.visibility?.visibility ?? 'public'

/** An upload as its creator sees it. `now` in unix ms. */
export function present(uploadId: UploadId, facts: Facts, now: number): Upload {
  const status = statusOf(facts, now)
  const { uploaded, opened, details } = facts
  const moderation = moderationOf(facts)
  const code = problemOf(status, facts)
  const [source] = sourcesOf(facts)
  return {
    uploadId,
    name: opened.name,
    ...(details?.title && { title: details.title }),
    ...(details?.description && { description: details.description }),
    openedAt: opened.openedAt,
    status,
    visibility: visibilityOf(facts),
    ...(uploaded && { fileId: uploaded.fileId }),
    ...(status === 'ready' &&
      source && {
        video: {
          url: source.src,
          coverUrl: coverOf(facts),
          duration: uploaded?.media?.duration ?? 0,
        },
      }),
    ...(moderation && { moderation }),
    ...(code && { problem: { code } }),
    retryAfter: isFinal(status) ? 0 : retryAfter[status as keyof typeof retryAfter],
  }
}

/** A video as its viewers see it; nothing of a rejected one is told. `now` in unix ms. */
export function presentVideo(fileId: Video['fileId'], facts: Facts, now: number): Video {
  const status = statusOf(facts, now)
  const media = facts.uploaded?.media
  switch (status) {
    case 'ready':
      return {
        status,
        fileId,
        name: facts.details?.title || splitName(facts.opened.name).base,
        description: facts.details?.description ?? '',
        visibility: visibilityOf(facts),
        sources: sourcesOf(facts),
        poster: coverOf(facts),
        width: media?.width ?? 0,
        height: media?.height ?? 0,
        captions: (media?.captions ?? []).map(({ url, ...rest }) => ({ src: url, ...rest })),
        duration: media?.duration ?? 0,
      }
    case 'rejected':
    case 'failed':
    case 'deleted':
      return { status, fileId }
    default:
      return { status: 'processing', fileId, retryAfter: retryAfter.processing }
  }
}
