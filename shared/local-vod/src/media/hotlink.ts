import { createHash, timingSafeEqual } from 'node:crypto'

/** File types that key hotlink protection covers (product/266/33986). Covers and captions are not protected. */
const protectedTypes =
  /\.(mp4|ts|m3u8|flv|aac|mov|wmv|avi|mp3|rmvb|mkv|mpg|3gp|webm|m4v|asf|f4v|wav|mpeg|vob|rm|wma|dat|m4a|mpd|m4s)$/

/**
 * Whether VOD's key hotlink protection allows a URL (product/266/33986): `sign` must be the MD5 of key, folder and
 * parameters, and the expiry `t` (hex, Unix seconds) must be in the future.
 *
 * @param now milliseconds since 1970
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
 * Appends the query of a playlist request to every entry of the playlist. Assumption: VOD's documents state that TS and M3U8
 * are protected, but not how a player gets the parameters for the entries. No other way works.
 */
export const withQuery = (playlist: string, query: string): string =>
  playlist
    .replace(/^(?!#)(?=\S).+$/gm, (entry) => `${entry}${query}`)
    .replace(/(#EXT-X-MAP:URI="[^"]+)/g, (entry) => `${entry}${query}`)
