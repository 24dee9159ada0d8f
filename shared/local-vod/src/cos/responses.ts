import type { Reply } from '../http/reply.ts'
import type { StoredObject } from '../storage/objects.ts'
import type { MultipartUpload, Part } from './multipart-uploads.ts'
import { element } from './xml.ts'

// vod-js-sdk-v6 1.8.0 (lib/src/base.js) reads these element names.

export const initiated = (bucket: string, { key, uploadId }: MultipartUpload): Reply =>
  xml('InitiateMultipartUploadResult', [
    element('Bucket', bucket),
    element('Key', key),
    element('UploadId', uploadId),
  ])

export const uploadList = (bucket: string, prefix: string, uploads: MultipartUpload[]): Reply =>
  xml('ListMultipartUploadsResult', [
    element('Bucket', bucket),
    element('Prefix', prefix),
    element('MaxUploads', 1000),
    element('IsTruncated', 'false'),
    ...uploads.map(({ key, uploadId, initiated }) =>
      element('Upload', [
        element('Key', key),
        element('UploadId', uploadId),
        element('StorageClass', 'STANDARD'),
        element('Initiated', new Date(initiated).toISOString()),
      ]),
    ),
  ])

/** One page of parts with numbers above `after`, at most `limit` parts. */
export function partList(
  bucket: string,
  { key, uploadId }: MultipartUpload,
  parts: Part[],
  { after, limit }: { after: number; limit: number },
): Reply {
  const remaining = parts.filter(({ partNumber }) => partNumber > after)
  const page = remaining.slice(0, limit)
  return xml('ListPartsResult', [
    element('Bucket', bucket),
    element('Key', key),
    element('UploadId', uploadId),
    element('StorageClass', 'STANDARD'),
    element('PartNumberMarker', after),
    element('NextPartNumberMarker', page.at(-1)?.partNumber ?? after),
    element('MaxParts', limit),
    element('IsTruncated', String(page.length < remaining.length)),
    ...page.map(({ partNumber, md5, size, lastModified }) =>
      element('Part', [
        element('PartNumber', partNumber),
        element('LastModified', new Date(lastModified).toISOString()),
        element('ETag', `"${md5}"`),
        element('Size', size),
      ]),
    ),
  ])
}

export const completed = (bucket: string, host: string, { key, etag }: StoredObject): Reply =>
  xml('CompleteMultipartUploadResult', [
    element('Location', `${host}/${key}`),
    element('Bucket', bucket),
    element('Key', key),
    element('ETag', etag),
  ])

const xml = (name: string, content: string[]): Reply => ({
  status: 200,
  headers: { 'Content-Type': 'application/xml' },
  body: `<?xml version="1.0" encoding="utf-8"?>${element(name, content)}`,
})
