import { createHash, timingSafeEqual } from 'node:crypto'

/** What key hotlink protection covers (product/266/33986); covers and captions are open. */
const protectedTypes =
  /\.(mp4|ts|m3u8|flv|aac|mov|wmv|avi|mp3|rmvb|mkv|mpg|3gp|webm|m4v|asf|f4v|wav|mpeg|vob|rm|wma|dat|m4a|mpd|m4s)$/

/**
 * Whether a URL may be played under VOD's key hotlink protection: `sign` is the MD5 of key, folder and parameters, and
 * `t`, in hex, has not passed (product/266/33986). `now` in ms.
 */
export function isAllowed(url: URL, key: string, now: number): boolean {
  if (!protectedTypes.test(url.pathname)) return true
  const parameter = (name: string) => url.searchParams.get(name) ?? ''
  const folder = url.pathname.slice(0, url.pathname.lastIndexOf('/') + 1)
  const names = ['t', 'exper', 'rlimit', 'us', 'whref', 'bkref', 'whreg', 'bkreg']
  const signed = createHash('md5')
    .update(key + folder + names.map(parameter).join(''))
    .digest('hex')
  const sign = parameter('sign')
  return (
    sign.length === signed.length &&
    timingSafeEqual(Buffer.from(sign), Buffer.from(signed)) &&
    Number.parseInt(parameter('t'), 16) * 1000 > now
  )
}

/**
 * A playlist whose entries carry the parameters it was itself asked with. VOD's documents name TS and M3U8 among what is
 * protected, and not how players come by the parameters of the entries; there is no other way that works.
 */
export const withQuery = (playlist: string, query: string): string =>
  playlist
    .replace(/^(?!#)(?=\S).+$/gm, (entry) => `${entry}${query}`)
    .replace(/(#EXT-X-MAP:URI="[^"]+)/g, (entry) => `${entry}${query}`)
