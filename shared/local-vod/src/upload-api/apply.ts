import type { Account } from '../account.ts'
import { unixSeconds } from '../clock.ts'
import type { Credential, Credentials } from '../cos/credentials.ts'
import { bucketHost, bucketName, defaultRegion, mintKey, storageAppId } from './bucket.ts'
import type { Catalogue } from '../media/catalogue.ts'
import { UploadApiError } from './errors.ts'
import type { AppliedObject, UploadSession, UploadSessions } from './sessions.ts'
import type { SignedContext } from './signature.ts'

/** Largest file VOD takes in an upload from a client: 60 GB (vod-js-sdk-v6 1.8.0, README). */
const largestFile = 60 * 1024 ** 3

type Body = Record<string, unknown>

/**
 * ApplyUploadUGC: opens a session, or with `vodSessionKey` goes on with one, and hands out credentials for its objects:
 * a video, a video with its cover, or with `fileId` a new cover of a published medium. */
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
      : resumable(sessions, body.vodSessionKey)
  const { video, cover } = session
  const credential = credentials.issue([video, cover].flatMap((object) => object?.key ?? []))
  return answer(session, credential, { account, bucket, now })
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

/** A cover alone, of a medium that is there. That VOD takes no video with it is an assumption. */
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
  const asked = text(body.storageRegion ?? '') || context.storageRegion || defaultRegion
  // Any region counts as switched on in the console; the name must still be one.
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(asked)) throw new UploadApiError('invalidRequest')
  return asked
}

function applied(name: unknown, type: unknown, size: unknown, bucket: string): AppliedObject {
  const isSize = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0
  if (!isSize || size > largestFile) throw new UploadApiError('invalidRequest')
  const extension = text(type).toLowerCase()
  // The type ends the object key and the media URL.
  if (!/^[a-z0-9]{1,16}$/.test(extension)) throw new UploadApiError('invalidRequest')
  return { name: text(name), type: extension, size, key: mintKey(bucket, extension) }
}

function resumable(sessions: UploadSessions, vodSessionKey: unknown): UploadSession {
  const session = sessions.find(text(vodSessionKey))
  if (!session || session.fileId) throw new UploadApiError('noSuchSession')
  return session
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new UploadApiError('invalidRequest')
  return value
}

/** Shape of vod-js-sdk-v6 1.8.0, test/uploader.test.ts. `timestamp` is the clock COS requests are signed by. */
function answer(
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
