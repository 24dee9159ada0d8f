import type { Report } from '@reelferry/contract/operator'
import { importJWK, type JWK } from 'jose'
import * as v from 'valibot'
import type { Config } from '../config.ts'
import { keysUrl, tokenAlgorithms } from '../creators/bearer.ts'

/** The timeout of jose when it verifies a token. */
const timeoutMs = 5000

/** The members of RFC 7517 that decide whether a key can verify a token. */
const Jwk = v.looseObject({
  kty: v.string(),
  use: v.optional(v.string()),
  alg: v.optional(v.string()),
})
const KeySet = v.object({ keys: v.array(Jwk) })

/** RFC 7518, 3.3: the minimum for RS256. jose rejects shorter keys. */
const minRsaBits = 2048

async function isUsable(jwk: v.InferOutput<typeof Jwk>): Promise<boolean> {
  const alg = jwk.kty === 'RSA' ? 'RS256' : 'ES256'
  if (!tokenAlgorithms.includes((jwk.alg ?? alg) as typeof alg)) return false
  if (jwk.use !== undefined && jwk.use !== 'sig') return false
  try {
    const key = await importJWK(jwk as JWK, alg)
    if (key instanceof Uint8Array || key.type !== 'public') return false
    const { modulusLength = minRsaBits } = key.algorithm as { modulusLength?: number }
    return modulusLength >= minRsaBits
  } catch {
    return false
  }
}

/** The number of usable keys of the issuer of bearer tokens. `undefined` in modes without bearer tokens. */
export async function issuerKeys(config: Config): Promise<Report['issuer']> {
  const url = keysUrl(config)
  if (!url) return undefined
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })
    if (!response.ok) return { refusal: String(response.status) }
    const { keys } = v.parse(KeySet, await response.json())
    const usable = await Promise.all(keys.map(isUsable))
    return { url, usableKeys: usable.filter(Boolean).length }
  } catch (error) {
    const isNoKeySet = error instanceof v.ValiError || error instanceof SyntaxError
    return { refusal: isNoKeySet ? 'NoKeySet' : 'Unreachable' }
  }
}
