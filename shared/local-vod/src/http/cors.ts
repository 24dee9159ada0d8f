import type { IncomingMessage } from 'node:http'
import type { Reply } from './reply.ts'

/**
 * Headers on every answer of the upload API, COS and the CDN. Exposing `ETag` is what lets a browser finish a multipart
 * upload: vod-js-sdk-v6 1.8.0 (lib/src/base.js) fails with "get ETag error" without it, and reads `x-cos-request-id` and
 * `Date` for error reports and clock correction. Range headers are for players on another origin.
 */
export const corsHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'ETag, x-cos-request-id, Date, Content-Length, Content-Range, Accept-Ranges',
} as const

/** Answers a preflight: every header asked for is allowed, as in the bucket rules VOD sets up. */
export const preflight = (request: IncomingMessage): Reply => ({
  status: 204,
  headers: {
    'Access-Control-Allow-Methods': 'GET, HEAD, PUT, POST, DELETE',
    'Access-Control-Allow-Headers': request.headers['access-control-request-headers'] ?? '',
    'Access-Control-Max-Age': '600',
    Vary: 'Access-Control-Request-Headers',
  },
})
