/** The part of the COS client (cos-js-sdk-v5 1.8.3, with VOD's changes) inside vod-js-sdk-v6 1.8.0 that is used. */
declare module 'vod-js-sdk-v6/lib/src/base.js' {
  type Callback<Data> = (error: unknown, data: Data) => void
  interface ObjectLocation {
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
      call: Pick<ObjectLocation, 'Key'> & { SecretId: string; SecretKey: string; Method: string },
    ): string
    multipartList(
      parameters: Pick<ObjectLocation, 'Bucket' | 'Region'> & { Prefix: string },
      callback: Callback<{ Upload: { Key: string; UploadId: string }[] }>,
    ): void
    multipartListPart(
      parameters: ObjectLocation & {
        UploadId: string
        PartNumberMarker?: string
        MaxParts?: string
      },
      callback: Callback<{
        IsTruncated: string
        NextPartNumberMarker?: string
        Part: { PartNumber: string; Size: string; ETag: string }[]
      }>,
    ): void
    multipartInit(
      parameters: ObjectLocation & { ContentType: string },
      callback: Callback<{ UploadId: string }>,
    ): void
    multipartUpload(
      parameters: ObjectLocation & {
        UploadId: string
        PartNumber: number
        Body: Blob
        TaskId: string
        onProgress: (progress: { loaded: number }) => void
      },
      callback: Callback<{ ETag?: string }>,
    ): void
    multipartComplete(
      parameters: ObjectLocation & {
        UploadId: string
        Parts: { PartNumber: number; ETag: string }[]
      },
      callback: Callback<unknown>,
    ): void
    /**
     * Undocumented: the client calls this before it sends a request with a task id. It does not send the request if
     * the result is false.
     */
    _isRunningTask: (taskId: string) => boolean
    /** Undocumented: this event aborts the requests with a task id. */
    emit(event: 'inner-kill-task', task: { TaskId: string }): void
  }
}
