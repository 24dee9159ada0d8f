/** Standard base64, with `+`, `/` and `=`. */
export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** Base64 for URLs, without padding. */
export function base64url(bytes: Uint8Array): string {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const encoder = new TextEncoder()

/** The UTF-8 bytes of a text. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text)

type Hash = 'SHA-1' | 'SHA-256'

/** The few secrets of the configuration, imported once: importing costs as much as signing. */
const secrets = new Map<string, Promise<CryptoKey>>()

const importKey = (hash: Hash, key: Uint8Array) =>
  crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign'])

function importSecret(hash: Hash, secret: string): Promise<CryptoKey> {
  const name = `${hash} ${secret}`
  let key = secrets.get(name)
  if (!key) secrets.set(name, (key = importKey(hash, utf8(secret))))
  return key
}

/** HMAC over `message`. A key given as text is a secret of the configuration, and is kept imported. */
export async function hmac(
  hash: Hash,
  key: Uint8Array | string,
  message: Uint8Array,
): Promise<Uint8Array> {
  const imported = await (typeof key === 'string' ? importSecret(hash, key) : importKey(hash, key))
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message))
}

/** Compares two strings in a time that tells nothing about where they differ. */
async function equalInConstantTime(a: string, b: string): Promise<boolean> {
  // Digests have one length, so not even the lengths show.
  const digest = (value: string) => crypto.subtle.digest('SHA-256', utf8(value))
  const [left, right] = await Promise.all([digest(a), digest(b)])
  return crypto.subtle.timingSafeEqual(left, right)
}

/** Whether one of `known` is `value`, in a time that tells nothing about which, or where they differ. */
export async function equalsOneOf(known: readonly string[], value: string): Promise<boolean> {
  const equal = await Promise.all(known.map((one) => equalInConstantTime(one, value)))
  return equal.includes(true)
}
