import type { Account } from '../account.ts'
import { unixSeconds } from '../clock.ts'
import type { Credential, Credentials } from '../cos/credentials.ts'
import { bucketHost, bucketName, defaultRegion, generateKey, storageAppId } from './bucket.ts'
import type { Catalogue } from '../media/catalogue.ts'
import { UploadApiError } from './errors.ts'
import type { AppliedObject, UploadSession, UploadSessions } from './sessions.ts'
import type { SignedContext } from './signature.ts'

/** Maximum file size of a client upload: 60 GB (vod-js-sdk-v6 1.8.0, README). */
const maxFileBytes = 60 * 1024 ** 3

type Body = Record<string, unknown>

/**
 * ApplyUploadUGC: opens an upload session, or resumes the session of `vodSessionKey`, and issues credentials for its
 * objects: a video, a video with its cover, or, with `fileId`, a new cover of a published video.
 *
 * @throws UploadApiError invalidRequest or noSuchSession
 */
export function applyUpload(
  body: Body,
  context: SignedContext,
  region: {
    account: Account
    sessions: UploadSessions
    credentials: Credentials
    catalogue: Catalogue
    now: number
  },
): object {
  const { account, sessions, credentials, catalogue, now } = region
  const bucket = bucketName(account)
  const session =
    body.vodSessionKey === undefined
      ? sessions.open(
          body.fileId === undefined
            ? newUpload(body, context, bucket)
            : newCover(body, context, { bucket, catalogue }),
        )
      : findResumable(sessions, body.vodSessionKey)
  const { video, cover } = session
  const credential = credentials.issue([video, cover].flatMap((object) => object?.key ?? []))
  return applyResult(session, credential, { account, bucket, now })
}

function newUpload(body: Body, context: SignedContext, bucket: string) {
  const region = regionOf(body, context)
  const video = applied(body.videoName, body.videoType, body.videoSize, bucket)
  const cover =
    body.coverName === undefined
      ? {}
      : { cover: applied(body.coverName, body.coverType, body.coverSize, bucket) }
  return { region, video, ...cover, context }
}

/** A new cover of a published video. Assumption: VOD does not accept a video in the same call. */
function newCover(
  body: Body,
  context: SignedContext,
  { bucket, catalogue }: { bucket: string; catalogue: Catalogue },
) {
  const coverOf = text(body.fileId)
  if (body.videoName !== undefined || !catalogue.get(coverOf))
    throw new UploadApiError('invalidRequest')
  const cover = applied(body.coverName, body.coverType, body.coverSize, bucket)
  return { region: regionOf(body, context), cover, coverOf, context }
}

function regionOf(body: Body, context: SignedContext): string {
  const region = text(body.storageRegion ?? '') || context.storageRegion || defaultRegion
  // All regions count as enabled in the console. Only the format of the name is checked.
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(region)) throw new UploadApiError('invalidRequest')
  return region
}

function applied(name: unknown, type: unknown, size: unknown, bucket: string): AppliedObject {
  const isSize = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0
  if (!isSize || size > maxFileBytes) throw new UploadApiError('invalidRequest')
  const extension = text(type).toLowerCase()
  // The type becomes the end of the object key and of the media URL.
  if (!/^[a-z0-9]{1,16}$/.test(extension)) throw new UploadApiError('invalidRequest')
  return { name: text(name), type: extension, size, key: generateKey(bucket, extension) }
}

function findResumable(sessions: UploadSessions, vodSessionKey: unknown): UploadSession {
  const session = sessions.find(text(vodSessionKey))
  if (!session || session.fileId) throw new UploadApiError('noSuchSession')
  return session
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new UploadApiError('invalidRequest')
  return value
}

/** Format of vod-js-sdk-v6 1.8.0, test/uploader.test.ts. The client signs COS requests with `timestamp` as its clock. */
function applyResult(
  { region, video, cover, vodSessionKey }: UploadSession,
  { secretId, secretKey, token, expiredTime }: Credential,
  { account, bucket, now }: { account: Account; bucket: string; now: number },
): object {
  const object = ({ key }: AppliedObject) => ({ storageSignature: '', storagePath: `/${key}` })
  return {
    ...(video && { video: object(video) }),
    ...(cover && { cover: object(cover) }),
    storageAppId,
    storageBucket: bucket,
    storageRegion: region,
    storageRegionV5: region,
    StorageRegionV5: region,
    domain: bucketHost(bucket, region),
    vodSessionKey,
    tempCertificate: { secretId, secretKey, token, expiredTime },
    appId: account.appId,
    timestamp: unixSeconds(now),
  }
}
