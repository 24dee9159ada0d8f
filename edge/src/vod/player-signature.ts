import { base64url, hmac, utf8 } from '../lib/crypto.ts'

/** What a player signature says; members as in product/266/45554. Times in unix seconds. */
export interface PlayerClaims {
  appId: number
  fileId: string
  contentInfo: {
    audioVideoType: 'RawAdaptive' | 'ProtectedAdaptive' | 'Transcode' | 'Original'
  } & Record<string, unknown>
  currentTimeStamp: number
  expireTimeStamp?: number
  urlAccessInfo?: { t?: string; exper?: number; rlimit?: number; us?: string }
}

/**
 * The signature VOD's player plays a file id with: a JWT with HS256 under the distribution
 * configuration's playback key. The claims are signed in the order they are given in, without spaces
 * (vector of product/266/45554).
 */
export async function signPlayer(playKey: string, claims: PlayerClaims): Promise<string> {
  const part = (value: object) => base64url(utf8(JSON.stringify(value)))
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${base64url(await hmac('SHA-256', utf8(playKey), utf8(text)))}`
}
