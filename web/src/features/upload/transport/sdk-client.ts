/**
 * Adapter of vod-js-sdk-v6 1.8.0. Uses the SDK's calls that open, resume and commit an upload session; the bytes are
 * sent by the COS client inside the SDK (`multipart-object.ts`). `applyUploadUGC` and `commitUploadUGC` are not
 * documented, so the version is pinned and tests check each behavior that is relied on. Only this file knows the
 * names that VOD's upload API uses.
 */
import { FileId, splitName, vodNameOf } from '@reelferry/contract'
import * as v from 'valibot'
import type { Credentials, ObjectLocation } from 'vod-js-sdk-v6/lib/src/base.js'
import * as sdk from 'vod-js-sdk-v6/lib/src/uploader'
import { RequestError, toRequestError } from './request-error.ts'

// The SDK is a CommonJS module. Its `default` is the class, or an object that contains it, depending on the bundler.
const Uploader: typeof sdk.default = Object(sdk.default).default ?? sdk.default

/** Hosts that are built into the SDK. */
const builtInHosts = /^https:\/\/(vod2\.qcloud\.com|vod2\.dnsv1\.com)(?=\/)/

let configuredEndpoint = ''
sdk.vodAxios.interceptors.request.use((request) => {
  if (configuredEndpoint && request.url)
    request.url = request.url.replace(builtInHosts, new URL(configuredEndpoint).origin)
  return request
})

// The SDK gives every error of a request the code 500, so that one that is not from axios would look like VOD's answer.
sdk.vodAxios.interceptors.response.use(undefined, (error: unknown) => {
  throw Object(error).isAxiosError ? error : new RequestError(error)
})

/**
 * Maximum number of retries of the SDK. Its calls expect the number of retries so far. This value disables the
 * retries, because the SDK retries without back-off and after every error.
 */
const sdkMaxRetries = 3

/** The SDK's default of 5 s is too short for slow phones on slow networks. */
const callTimeoutMs = 20_000

/** New credentials are fetched after this share of their lifetime. */
const renewAfterShare = 0.9

/** VOD's answer to ApplyUploadUGC. */
type ApplyAnswer = Awaited<ReturnType<sdk.default['applyUploadUGC']>>

const CommitAnswer = v.object({ fileId: FileId })

/** An upload session that VOD has opened or resumed. */
export interface AppliedSession {
  sessionKey: string
  /** Where the video is stored; its key is `''` if the session has no video. */
  videoLocation: ObjectLocation
  /** Where the cover is stored; absent if the session has no cover. */
  coverLocation?: ObjectLocation
  credentials: Credentials
  /** When to fetch new credentials, by `performance.now()`. Unlike `Date`, that clock is never adjusted. */
  renewAt: number
}

/** A video that is to be published (`size` in bytes), or a published one whose cover is replaced. */
export type UploadTarget = { name: string; size: number } | { fileId: FileId }

/** VOD's calls for one upload. They reject with the SDK's errors, which `toFailure` classifies, and never retry. */
export interface VodClient {
  /** Opens an upload session, with a cover if given; resumes the session of `sessionKey` unless that is `''`. */
  apply(sessionKey: string, cover?: File): Promise<AppliedSession>
  /** Publishes everything that a session has stored. */
  commit(sessionKey: string): Promise<FileId>
}

/** Creates a client that makes VOD's calls with the SDK. Each call uses a new uploader of the SDK. */
export function createVodClient(
  target: UploadTarget,
  options: {
    /** Fetches a signature. Called before each call, because a signature is valid for one call. */
    getSignature: () => Promise<string>
    /** Origin to send calls to instead of VOD's own, or `''`. */
    endpoint: string
  },
): VodClient {
  const prepareCall = (sessionKey: string, cover?: File) => {
    const uploader = new Uploader({
      getSignature: options.getSignature,
      ...sdkFile(target),
      ...(cover && { coverFile: cover }),
      enableResume: false,
      enableRaceRegion: false,
      applyRequestTimeout: callTimeoutMs,
      commitRequestTimeout: callTimeoutMs,
    })
    if ('size' in target) uploader.videoInfo.size = target.size
    uploader.vodSessionKey = sessionKey
    // The queue stores session keys. The SDK would identify files by name and size only and forget keys after errors.
    uploader.setStorage = () => undefined
    uploader.delStorage = () => undefined
    configuredEndpoint = options.endpoint
    return uploader
  }
  const inCall = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call()
    } catch (error) {
      throw toRequestError(error)
    }
  }
  return {
    apply: async (sessionKey, cover) =>
      toAppliedSession(
        await inCall(() => prepareCall(sessionKey, cover).applyUploadUGC(sdkMaxRetries)),
      ),
    commit: async (sessionKey) =>
      v.parse(
        CommitAnswer,
        await inCall(() => prepareCall(sessionKey).commitUploadUGC(sdkMaxRetries)),
      ).fileId,
  }
}

/** The SDK takes a file's name, type and size from a `File`; it reads no byte of this one. */
function sdkFile(target: UploadTarget) {
  if ('fileId' in target) return target
  // A session that an earlier page opened already has its extension.
  const extension = splitName(target.name).extension || 'mp4'
  return { mediaFile: new File([' '], `video.${extension}`), mediaName: vodNameOf(target.name) }
}

function toAppliedSession(answer: ApplyAnswer): AppliedSession {
  const { storageBucket, storageAppId, storageRegionV5, tempCertificate, timestamp } = answer
  // The SDK's types always have a video, but the answer has none if only a cover is replaced.
  const { video, cover }: Partial<Pick<ApplyAnswer, 'video' | 'cover'>> = answer
  const locationOf = (storagePath: string): ObjectLocation => ({
    Bucket: `${storageBucket}-${storageAppId}`,
    Region: storageRegionV5,
    Key: storagePath.replace(/^\//, ''),
  })
  const lifetimeMs = (tempCertificate.expiredTime - timestamp) * 1000
  return {
    sessionKey: answer.vodSessionKey,
    videoLocation: locationOf(video?.storagePath ?? ''),
    ...(cover && { coverLocation: locationOf(cover.storagePath) }),
    credentials: {
      TmpSecretId: tempCertificate.secretId,
      TmpSecretKey: tempCertificate.secretKey,
      XCosSecurityToken: tempCertificate.token,
      StartTime: timestamp,
      ExpiredTime: tempCertificate.expiredTime,
    },
    renewAt: performance.now() + lifetimeMs * renewAfterShare,
  }
}
