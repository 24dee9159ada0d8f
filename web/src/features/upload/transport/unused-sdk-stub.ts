/**
 * Replaces, in the bundle, modules that vod-js-sdk-v6 1.8.0 imports and this studio never uses: Amazon's SDK (only for
 * `storageType: 's3'`) and js-sha1 (only for the SDK's own session storage, which is disabled; js-sha1 also contains
 * an `eval`).
 */
function unusedFunction(): never {
  throw new Error('This part of the SDK is not in the build.')
}

export { unusedFunction as S3Client, unusedFunction as Upload }
