import { splitName, type Upload, type UploadStatus } from '@reelferry/contract'

/** What a library can be narrowed to. */
export const groups = ['all', 'ready', 'underWay', 'trouble'] as const
export type Group = (typeof groups)[number]

const groupOf: Record<UploadStatus, Group | undefined> = {
  open: 'underWay',
  uploaded: 'underWay',
  processing: 'underWay',
  ready: 'ready',
  rejected: 'trouble',
  failed: 'trouble',
  expired: 'trouble',
  // Taken down: it is in nobody's library.
  deleted: undefined,
}

/** What an upload is called. */
export const titleOf = ({ title, name }: Pick<Upload, 'title' | 'name'>): string =>
  title || splitName(name).base

/** For search, words are the same whatever their case, width and accents. */
const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Those of `uploads` in a group in which each word of `search` is found, in their order. */
export function filterUploads<T extends Upload>(
  uploads: readonly T[],
  group: Group,
  search: string,
): T[] {
  const words = plain(search).split(/\s+/).filter(Boolean)
  return uploads.filter((upload) => {
    const own = groupOf[upload.status]
    if (!own || (group !== 'all' && own !== group)) return false
    const text = plain(`${titleOf(upload)} ${upload.name} ${upload.description ?? ''}`)
    return words.every((word) => text.includes(word))
  })
}
