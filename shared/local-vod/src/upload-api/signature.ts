import { createHmac, timingSafeEqual } from 'node:crypto'
import { isOwnApplication, type Account } from '../account.ts'
import { unixSeconds } from '../clock.ts'
import { UploadApiError } from './errors.ts'

const digestBytes = 20
const longestValidity = 7_776_000
const largestRandom = 0xffff_ffff

/** What a valid upload signature says about the upload. Absent parameters have their documented defaults. */
export interface SignedContext {
  /** Unix seconds. */
  expireTime: number
  oneTimeValid: boolean
  classId: number
  procedure: string
  taskPriority: number
  taskNotifyMode: TaskNotifyMode
  sourceContext: string
  sessionContext: string
  storageRegion: string
}

const taskNotifyModes = ['Finish', 'Change', 'None'] as const
type TaskNotifyMode = (typeof taskNotifyModes)[number]

/**
 * Opens a client-upload signature: Base64(HMAC-SHA1(SecretKey, text) ‖ text), text being a query string
 * (product/266/9221). Returns the text's parameters, form-decoded; throws invalidSignature when the digest is not ours.
 */
export function openSignature(signature: string, secretKey: string): URLSearchParams {
  const bytes = Buffer.from(signature, 'base64')
  const digest = bytes.subarray(0, digestBytes)
  const text = bytes.subarray(digestBytes)
  const expected = createHmac('sha1', secretKey).update(text).digest()
  const isBase64 = bytes.toString('base64') === signature
  if (!isBase64 || digest.length !== digestBytes || !timingSafeEqual(digest, expected))
    throw new UploadApiError('invalidSignature')
  return new URLSearchParams(text.toString('utf8'))
}

/**
 * Verifies a client-upload signature and reads it. Parameters and limits are those of product/266/9221. A fractional time
 * is an invalid signature (issue 13 of tencentyun/vod-js-sdk-v6). What VOD does about unknown parameters is not documented;
 * they are let pass here. One-time use is not looked at.
 *
 * @param now milliseconds since 1970
 * @throws UploadApiError invalidSignature or signatureExpired
 */
export function verifySignature(signature: string, account: Account, now: number): SignedContext {
  const text = openSignature(signature, account.secretKey)
  const issued = integer(text, 'currentTimeStamp', 0, Number.MAX_SAFE_INTEGER)
  const expireTime = integer(text, 'expireTime', 0, Number.MAX_SAFE_INTEGER)
  integer(text, 'random', 0, largestRandom)
  const validity = expireTime - issued
  const isOurs =
    text.get('secretId') === account.secretId &&
    isOwnApplication(account, text.get('vodSubAppId') ?? '')
  if (!isOurs || validity <= 0 || validity > longestValidity)
    throw new UploadApiError('invalidSignature')
  if (expireTime <= unixSeconds(now)) throw new UploadApiError('signatureExpired')

  return {
    expireTime,
    oneTimeValid: integer(text, 'oneTimeValid', 0, 1, 0) === 1,
    classId: integer(text, 'classId', 0, Number.MAX_SAFE_INTEGER, 0),
    procedure: text.get('procedure') ?? '',
    taskPriority: integer(text, 'taskPriority', -10, 10, 0),
    taskNotifyMode: notifyMode(text.get('taskNotifyMode')),
    sourceContext: limited(text.get('sourceContext') ?? '', 250),
    sessionContext: limited(text.get('sessionContext') ?? '', 1000),
    storageRegion: text.get('storageRegion') ?? '',
  }
}

function integer(
  text: URLSearchParams,
  name: string,
  least: number,
  most: number,
  absent?: number,
): number {
  const value = text.get(name)
  if (value === null && absent !== undefined) return absent
  const number = Number(value)
  if (value === null || !/^-?\d+$/.test(value) || number < least || number > most)
    throw new UploadApiError('invalidSignature')
  return number
}

function notifyMode(value: string | null): TaskNotifyMode {
  if (!value) return 'Finish'
  const mode = taskNotifyModes.find((known) => known === value)
  if (!mode) throw new UploadApiError('invalidSignature')
  return mode
}

// Limits are stated in characters of the decoded value, not in bytes.
function limited(value: string, characters: number): string {
  if ([...value].length > characters) throw new UploadApiError('invalidSignature')
  return value
}
