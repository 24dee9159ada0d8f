import { createHash, randomBytes } from 'node:crypto'
import type { Account } from '../account.ts'

/** The COS account of VOD's buckets, from the samples of vod-js-sdk-v6 1.8.0 (test/uploader.test.ts). */
export const storageAppId = 10022853

/** Storage region of uploads that do not specify one. */
export const defaultRegion = 'ap-guangzhou'

/** The account's bucket, in the format of VOD's bucket names: `faeed456vodcq1400170034`. */
export const bucketName = ({ appId }: Account): string =>
  `${createHash('sha1').update(String(appId)).digest('hex').slice(0, 8)}vodcq${appId}`

/** COS host name of a bucket. */
export const bucketHost = (bucket: string, region: string): string =>
  `${bucket}-${storageAppId}.cos.${region}.myqcloud.com`

/** Generates an unguessable object key without leading slash: `<bucket>/<folder>/<name>.<type>`. */
export const generateKey = (bucket: string, type: string): string =>
  `${bucket}/${randomBytes(12).toString('hex')}/${randomBytes(9).toString('base64url')}.${type}`
