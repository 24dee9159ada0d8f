import { utf8 } from './encoding.ts'

type Hash = 'SHA-1' | 'SHA-256'

/** Imported keys of the configuration's secrets. There are few, and importing a key costs as much as signing. */
const importedKeys = new Map<string, Promise<CryptoKey>>()

const importKey = (hash: Hash, key: Uint8Array) =>
  crypto.subtle.importKey('raw', key, { name: 'HMAC', hash }, false, ['sign'])

function importSecret(hash: Hash, secret: string): Promise<CryptoKey> {
  const name = `${hash} ${secret}`
  let key = importedKeys.get(name)
  if (!key) importedKeys.set(name, (key = importKey(hash, utf8(secret))))
  return key
}

/** HMAC over `message`. A key given as a string is a secret of the configuration: its imported key is cached. */
export async function hmac(
  hash: Hash,
  key: Uint8Array | string,
  message: Uint8Array,
): Promise<Uint8Array> {
  const imported = await (typeof key === 'string' ? importSecret(hash, key) : importKey(hash, key))
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message))
}

/** Compares two strings in constant time. */
async function equalInConstantTime(a: string, b: string): Promise<boolean> {
  // Digests have the same length, so the time does not depend on the lengths either.
  const digest = (value: string) => crypto.subtle.digest('SHA-256', utf8(value))
  const [left, right] = await Promise.all([digest(a), digest(b)])
  return crypto.subtle.timingSafeEqual(left, right)
}

/** Whether `value` equals an item of `accepted`, in a time that depends neither on the item nor on the difference. */
export async function equalsOneOf(accepted: readonly string[], value: string): Promise<boolean> {
  const equal = await Promise.all(accepted.map((item) => equalInConstantTime(item, value)))
  return equal.includes(true)
}
