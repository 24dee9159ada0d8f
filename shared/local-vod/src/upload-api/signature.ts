import { createHmac, timingSafeEqual } from 'node:crypto'
import { isOwnApplication, type Account } from '../account.ts'
import { unixSeconds } from '../clock.ts'
import { UploadApiError } from './errors.ts'

const digestBytes = 20
const maxValiditySeconds = 7_776_000
const maxRandom = 0xffff_ffff

/** Parameters of a valid upload signature. Absent parameters have their documented defaults. */
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
 * Decodes a client-upload signature: Base64(HMAC-SHA1(SecretKey, text) ‖ text), where text is a query string
 * (product/266/9221). Returns the form-decoded parameters.
 *
 * @throws UploadApiError invalidSignature if the digest does not match
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
 * Verifies a client-upload signature and returns its parameters. Parameters and limits are those of product/266/9221. A
 * fractional time makes the signature invalid (issue 13 of tencentyun/vod-js-sdk-v6). VOD does not document how it handles
 * unknown parameters; here they are ignored. This function does not check one-time use.
 *
 * @param now milliseconds since 1970
 * @throws UploadApiError invalidSignature or signatureExpired
 */
export function verifySignature(signature: string, account: Account, now: number): SignedContext {
  const text = openSignature(signature, account.secretKey)
  const issued = integer(text, 'currentTimeStamp', 0, Number.MAX_SAFE_INTEGER)
  const expireTime = integer(text, 'expireTime', 0, Number.MAX_SAFE_INTEGER)
  integer(text, 'random', 0, maxRandom)
  const validity = expireTime - issued
  const isOwnAccount =
    text.get('secretId') === account.secretId &&
    isOwnApplication(account, text.get('vodSubAppId') ?? '')
  if (!isOwnAccount || validity <= 0 || validity > maxValiditySeconds)
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
  min: number,
  max: number,
  fallback?: number,
): number {
  const value = text.get(name)
  if (value === null && fallback !== undefined) return fallback
  const number = Number(value)
  if (value === null || !/^-?\d+$/.test(value) || number < min || number > max)
    throw new UploadApiError('invalidSignature')
  return number
}

function notifyMode(value: string | null): TaskNotifyMode {
  if (!value) return 'Finish'
  const mode = taskNotifyModes.find((known) => known === value)
  if (!mode) throw new UploadApiError('invalidSignature')
  return mode
}

// VOD's limits count characters of the decoded value, not bytes.
function limited(value: string, characters: number): string {
  if ([...value].length > characters) throw new UploadApiError('invalidSignature')
  return value
}
