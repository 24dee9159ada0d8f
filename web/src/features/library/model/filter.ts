import { splitName, type Upload, type UploadStatus } from '@reelferry/contract'

/** The choices of the library's filter. */
export const groups = ['all', 'ready', 'underWay', 'problem'] as const
export type Group = (typeof groups)[number]

const groupOf: Record<UploadStatus, Group | undefined> = {
  open: 'underWay',
  uploaded: 'underWay',
  processing: 'underWay',
  ready: 'ready',
  rejected: 'problem',
  failed: 'problem',
  expired: 'problem',
  // Not shown in any group.
  deleted: undefined,
}

/** The title of an upload, or the name of its file without the extension. */
export const titleOf = ({ title, name }: Pick<Upload, 'title' | 'name'>): string =>
  title || splitName(name).base

/** Removes differences of case, width and accents, which a search ignores. */
const normalize = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** The uploads of a group that contain every word of `search`, in their order. */
export function filterUploads<T extends Upload>(
  uploads: readonly T[],
  group: Group,
  search: string,
): T[] {
  const words = normalize(search).split(/\s+/).filter(Boolean)
  return uploads.filter((upload) => {
    const uploadGroup = groupOf[upload.status]
    if (!uploadGroup || (group !== 'all' && uploadGroup !== group)) return false
    const text = normalize(`${titleOf(upload)} ${upload.name} ${upload.description ?? ''}`)
    return words.every((word) => text.includes(word))
  })
}
