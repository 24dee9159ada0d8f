import { hmac } from '../lib/crypto.ts'
import { base64url, utf8 } from '../lib/encoding.ts'

/** Claims of a player signature (product/266/45554). Times in unix seconds. */
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
 * Signs the playback of a file id in VOD's player: a JWT with HS256 under the playback key of the distribution
 * configuration. The signature depends on the order of the claims (product/266/45554; its sample is the test vector).
 */
export async function signPlayer(playKey: string, claims: PlayerClaims): Promise<string> {
  const part = (value: object) => base64url(utf8(JSON.stringify(value)))
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${base64url(await hmac('SHA-256', utf8(playKey), utf8(text)))}`
}
