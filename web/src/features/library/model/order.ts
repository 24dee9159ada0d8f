import type { Upload } from '@reelferry/contract'
import { titleOf } from './filter.ts'

/** The orders of the library. The edge lists the newest uploads first. */
export const orders = ['newest', 'oldest', 'longest', 'title'] as const
export type Order = (typeof orders)[number]

const durationOf = ({ video }: Upload) => video?.duration ?? 0

/** Sorts uploads, which are given with the newest first. `locale` determines the order of titles. */
export function sortUploads<T extends Upload>(
  uploads: readonly T[],
  order: Order,
  locale: string,
): T[] {
  if (order === 'oldest') return uploads.toReversed()
  if (order === 'longest') return uploads.toSorted((a, b) => durationOf(b) - durationOf(a))
  if (order === 'title') {
    const { compare } = new Intl.Collator(locale, { numeric: true })
    return uploads.toSorted((a, b) => compare(titleOf(a), titleOf(b)))
  }
  return [...uploads]
}
