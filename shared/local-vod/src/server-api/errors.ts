/** Error codes of Tencent Cloud API 3.0 that the region uses (product/266/31774). */
export type ServerApiCode =
  | 'AuthFailure.InvalidAuthorization'
  | 'AuthFailure.SecretIdNotFound'
  | 'AuthFailure.SignatureExpire'
  | 'AuthFailure.SignatureFailure'
  | 'FailedOperation'
  | 'InvalidAction'
  | 'InvalidParameter'
  | 'InvalidParameterValue'
  | 'NoSuchVersion'
  | 'ResourceNotFound'

/** An error response of the server API. */
export class ServerApiError extends Error {
  override name = 'ServerApiError'
  readonly code: ServerApiCode

  constructor(code: ServerApiCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The error for a parameter of the right type whose value is not possible. */
export const invalidValue = (message: string): ServerApiError =>
  new ServerApiError('InvalidParameterValue', message)
