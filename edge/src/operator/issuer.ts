import type { Report } from '@reelferry/contract/operator'
import { importJWK, type JWK } from 'jose'
import * as v from 'valibot'
import type { Config } from '../config.ts'
import { keysUrl, tokenAlgorithms } from '../creators/bearer.ts'

/** As jose waits for them when a token comes. */
const timeoutMs = 5000

/** RFC 7517, as far as it decides whether a key may check a token's signature. */
const Jwk = v.looseObject({
  kty: v.string(),
  use: v.optional(v.string()),
  alg: v.optional(v.string()),
})
const KeySet = v.object({ keys: v.array(Jwk) })

/** RFC 7518, 3.3: RS256 takes no key shorter than that, and neither does jose. */
const shortestRsaBits = 2048

async function isUsable(jwk: v.InferOutput<typeof Jwk>): Promise<boolean> {
  const alg = jwk.kty === 'RSA' ? 'RS256' : 'ES256'
  if (!tokenAlgorithms.includes((jwk.alg ?? alg) as typeof alg)) return false
  if (jwk.use !== undefined && jwk.use !== 'sig') return false
  try {
    const key = await importJWK(jwk as JWK, alg)
    if (key instanceof Uint8Array || key.type !== 'public') return false
    const { modulusLength = shortestRsaBits } = key.algorithm as { modulusLength?: number }
    return modulusLength >= shortestRsaBits
  } catch {
    return false
  }
}

/** What the issuer of bearer tokens offers to check them by; `undefined` in modes without any. */
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
    // What answers is no key set, or nothing answers.
    const isNoKeySet = error instanceof v.ValiError || error instanceof SyntaxError
    return { refusal: isNoKeySet ? 'NoKeySet' : 'Unreachable' }
  }
}
