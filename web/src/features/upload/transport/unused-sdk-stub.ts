/**
 * Stands in, in the bundle, for what vod-js-sdk-v6 1.8.0 requires and never calls here: Amazon's SDK
 * (for `storageType: 's3'` alone) and js-sha1 (for its own session storage, which is overridden; it
 * would also bring an `eval`).
 */
function neverCalled(): never {
  throw new Error('This part of the SDK is not in the build.')
}

export { neverCalled as S3Client, neverCalled as Upload }
