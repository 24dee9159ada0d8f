import { hex, utf8 } from '../lib/encoding.ts'

/** Limits of a signed URL. `expires` in unix seconds. */
export interface HotlinkLimits {
  expires: number
  /** Length of the preview, seconds. */
  exper?: number
  /** Number of IP addresses that may play it, at most 9. */
  rlimit?: number
  /** Any text, to make two URLs differ. */
  us?: string
}

/**
 * Signs a media URL with VOD's key hotlink protection: `sign = md5(KEY + Dir + t + exper + rlimit + us)`. Absent
 * members are empty, `t` is the expiry in lower-case hex, and Dir is the path without the name of the file
 * (product/266/14047; its samples are the test vectors).
 */
export async function protectUrl(key: string, url: string, limits: HotlinkLimits): Promise<string> {
  const target = new URL(url)
  const directory = target.pathname.slice(0, target.pathname.lastIndexOf('/') + 1)
  const t = limits.expires.toString(16)
  const { exper, rlimit, us } = limits
  const text = [key, directory, t, exper, rlimit, us].map((part) => part ?? '').join('')
  const sign = hex(new Uint8Array(await crypto.subtle.digest('MD5', utf8(text))))
  for (const [name, value] of Object.entries({ t, exper, rlimit, us, sign }))
    if (value !== undefined) target.searchParams.set(name, String(value))
  return target.href
}
