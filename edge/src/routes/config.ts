import type { PublicConfig } from '@reelferry/contract'
import { Hono } from 'hono'
import type { App } from '../environment.ts'

/** `GET /api/config`: what a page needs to know; never a secret. */
export const config = new Hono<App>().get('/', (c) => {
  const { AUTH_MODE, MAX_FILE_BYTES, VOD_UPLOAD_ENDPOINT, COS_ENDPOINT } = c.get('config')
  return c.json<PublicConfig>({
    authMode: AUTH_MODE,
    maxFileBytes: MAX_FILE_BYTES,
    endpoints: { upload: VOD_UPLOAD_ENDPOINT ?? '', cos: COS_ENDPOINT ?? '' },
  })
})
