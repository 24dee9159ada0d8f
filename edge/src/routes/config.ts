import { PublicConfig } from '@reelferry/contract'
import { Hono } from 'hono'
import { acceptsReports } from '../config.ts'
import type { App } from '../context.ts'
import { creatorOf } from '../creators/authenticate.ts'
import { limitsOf } from '../creators/creator.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { studioSettings } from '../pages/studio-settings.ts'

/** `/api/config`: the part of the configuration that pages need. It contains no secrets. */
export const config = new Hono<App>().get(
  '/',
  describeRoute({
    summary: 'Get the public configuration, with the limits of the signed-in creator',
    success: json({ PublicConfig }, 'The configuration'),
    problems: ['issuer-unavailable'],
  }),
  async (c) => {
    const { config } = c.var.context
    const { AUTH_MODE, VOD_UPLOAD_ENDPOINT, COS_ENDPOINT } = config
    const { maxFileBytes } = (await creatorOf(c))?.limits ?? limitsOf(config)
    return c.json<PublicConfig>({
      authMode: AUTH_MODE,
      maxFileBytes,
      endpoints: { upload: VOD_UPLOAD_ENDPOINT ?? '', cos: COS_ENDPOINT ?? '' },
      studio: studioSettings(config),
      ...(acceptsReports(config) && { reports: true }),
    })
  },
)
