import { createHash, randomBytes } from 'node:crypto'
import type { Account } from '../account.ts'

/** COS account that owns VOD's buckets, as in the samples of vod-js-sdk-v6 1.8.0 (test/uploader.test.ts). */
export const storageAppId = 10022853

/** Region given to uploads that name none. */
export const defaultRegion = 'ap-guangzhou'

/** The account's bucket, of the form VOD mints: `faeed456vodcq1400170034`. */
export const bucketName = ({ appId }: Account): string =>
  `${createHash('sha1').update(String(appId)).digest('hex').slice(0, 8)}vodcq${appId}`

/** Host under which COS serves a bucket. */
export const bucketHost = (bucket: string, region: string): string =>
  `${bucket}-${storageAppId}.cos.${region}.myqcloud.com`

/** An unguessable object key, no leading slash: `<bucket>/<folder>/<name>.<type>`. */
export const mintKey = (bucket: string, type: string): string =>
  `${bucket}/${randomBytes(12).toString('hex')}/${randomBytes(9).toString('base64url')}.${type}`
