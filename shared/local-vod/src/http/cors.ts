import type { IncomingMessage } from 'node:http'
import type { Reply } from './reply.ts'

/**
 * Headers of every response of the upload API, COS and the CDN. Without an exposed `ETag`, vod-js-sdk-v6 1.8.0
 * (lib/src/base.js) fails a multipart upload with "get ETag error". It also reads `x-cos-request-id` for error reports and
 * `Date` for clock correction. Range headers are for players on another origin.
 */
export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'ETag, x-cos-request-id, Date, Content-Length, Content-Range, Accept-Ranges',
} as const

/** Response to a CORS preflight. All requested headers are allowed, as in the bucket rules that VOD configures. */
export const preflight = (request: IncomingMessage): Reply => ({
  status: 204,
  headers: {
    'Access-Control-Allow-Methods': 'GET, HEAD, PUT, POST, DELETE',
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
    'Access-Control-Max-Age': '600',
    Vary: 'Access-Control-Request-Headers',
  },
})
