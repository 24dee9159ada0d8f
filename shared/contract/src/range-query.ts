/** The range of a video that an address selects, seconds. By default the whole video. */
export interface Range {
  start?: number
  end?: number
}

/** The part of a player page's address that selects a range; `''` for the whole video. */
export function rangeQuery({ start = 0, end = Infinity }: Range): string {
  const from = Math.floor(start)
  const pairs = [
    ...(from > 0 ? [`t=${from}`] : []),
    ...(end < Infinity && end > from ? [`end=${Math.ceil(end)}`] : []),
  ]
  return pairs.length > 0 ? `?${pairs.join('&')}` : ''
}
