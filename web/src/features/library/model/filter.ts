import { splitName, type Upload, type UploadStatus } from '@reelferry/contract'

/** The choices of the library's filter. */
export const groups = ['all', 'ready', 'underWay', 'problem'] as const
export type Group = (typeof groups)[number]

/** The group of each status. Uploads without a video are `unfinished`: a separate list contains them. */
const groupOf: Record<UploadStatus, Exclude<Group, 'all'> | 'unfinished' | undefined> = {
  open: 'unfinished',
  expired: 'unfinished',
  uploaded: 'underWay',
  processing: 'underWay',
  ready: 'ready',
  rejected: 'problem',
  failed: 'problem',
  // Not shown in any list.
  deleted: undefined,
}

/** The title of an upload, or the name of its file without the extension. */
export const titleOf = ({ title, name }: Pick<Upload, 'title' | 'name'>): string =>
  title || splitName(name).base

/** Removes differences of case, width and accents, which a search ignores. */
const normalize = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether an upload has no video, and will perhaps never have one. */
export const isUnfinished = ({ status }: Upload): boolean => groupOf[status] === 'unfinished'

const isInGroup = ({ status }: Upload, group: Group): boolean => {
  const own = groupOf[status]
  return own !== undefined && own !== 'unfinished' && (group === 'all' || own === group)
}

/** The videos of a group that contain every word of `search`, in their order. */
export function filterUploads<T extends Upload>(
  uploads: readonly T[],
  group: Group,
  search: string,
): T[] {
  const words = normalize(search).split(/\s+/).filter(Boolean)
  return uploads.filter((upload) => {
    if (!isInGroup(upload, group)) return false
    const text = normalize(`${titleOf(upload)} ${upload.name} ${upload.description ?? ''}`)
    return words.every((word) => text.includes(word))
  })
}

/** The number of videos in each group. */
export const countGroups = (uploads: readonly Upload[]): Record<Group, number> => {
  const count = (group: Group) => uploads.filter((upload) => isInGroup(upload, group)).length
  return {
    all: count('all'),
    ready: count('ready'),
    underWay: count('underWay'),
    problem: count('problem'),
  }
}
