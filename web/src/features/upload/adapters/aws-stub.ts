/**
 * Stands in for Amazon's SDK in the bundle. vod-js-sdk-v6 1.8.0 imports both classes at its top and
 * uses them for `storageType: 's3'` alone, which the uploader here never asks for.
 */
class NeverUsed {
  constructor() {
    throw new Error('The S3 storage type is not part of this build.')
  }
}

export { NeverUsed as S3Client, NeverUsed as Upload }
