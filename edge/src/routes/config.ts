import type { PublicConfig } from '@reelferry/contract'
import { Hono } from 'hono'
import { creatorOf } from '../creators/authenticate.ts'
import { limitsOf } from '../creators/creator.ts'
import type { App } from '../context.ts'

/** `GET /api/config`: what a page needs to know, with the limits of whoever asks; never a secret. */
export const config = new Hono<App>().get('/', async (c) => {
  const config = c.get('config')
  const { AUTH_MODE, VOD_UPLOAD_ENDPOINT, COS_ENDPOINT } = config
  const { maxFileBytes } = (await creatorOf(c))?.limits ?? limitsOf(config)
  return c.json<PublicConfig>({
    authMode: AUTH_MODE,
    maxFileBytes,
    endpoints: { upload: VOD_UPLOAD_ENDPOINT ?? '', cos: COS_ENDPOINT ?? '' },
  })
})
