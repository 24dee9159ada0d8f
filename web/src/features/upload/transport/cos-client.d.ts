/** What is used of the COS client (cos-js-sdk-v5 1.8.3, with VOD's changes) inside vod-js-sdk-v6 1.8.0. */
declare module 'vod-js-sdk-v6/lib/src/base.js' {
  type Callback<Data> = (error: unknown, data: Data) => void
  interface Place {
    Bucket: string
    Region: string
    Key: string
  }
  interface Credentials {
    TmpSecretId: string
    TmpSecretKey: string
    XCosSecurityToken: string
    /** Unix seconds. */
    StartTime: number
    ExpiredTime: number
  }

  export default class COS {
    constructor(options: {
      getAuthorization: (_: unknown, callback: (credentials: Partial<Credentials>) => void) => void
      Protocol: string
      Domain?: string
      ProgressInterval: number
    })
    static getAuthorization(
      call: Pick<Place, 'Key'> & { SecretId: string; SecretKey: string; Method: string },
    ): string
    multipartList(
      parameters: Pick<Place, 'Bucket' | 'Region'> & { Prefix: string },
      callback: Callback<{ Upload: { Key: string; UploadId: string }[] }>,
    ): void
    multipartListPart(
      parameters: Place & { UploadId: string; PartNumberMarker?: string; MaxParts?: string },
      callback: Callback<{
        IsTruncated: string
        NextPartNumberMarker?: string
        Part: { PartNumber: string; Size: string; ETag: string }[]
      }>,
    ): void
    multipartInit(
      parameters: Place & { ContentType: string },
      callback: Callback<{ UploadId: string }>,
    ): void
    multipartUpload(
      parameters: Place & {
        UploadId: string
        PartNumber: number
        Body: Blob
        TaskId: string
        onProgress: (progress: { loaded: number }) => void
      },
      callback: Callback<{ ETag?: string }>,
    ): void
    multipartComplete(
      parameters: Place & { UploadId: string; Parts: { PartNumber: number; ETag: string }[] },
      callback: Callback<unknown>,
    ): void
    /** Undocumented: requests of tasks that are not running are not sent, and this event aborts those of one. */
    _isRunningTask: (taskId: string) => boolean
    emit(event: 'inner-kill-task', task: { TaskId: string }): void
  }
}
