import type { SendReport, UploadId } from '@reelferry/contract'
import type { Context } from 'hono'
import { acceptsReports } from '../config.ts'
import type { App } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { networkOf, rateLimitByIp } from '../http/rate-limit.ts'
import { hex, utf8 } from '../lib/encoding.ts'
import { getCached, putCached } from '../lib/location-cache.ts'
import { log } from '../lib/log.ts'
import { putQueueEntry } from '../uploads/review-store.ts'
import { findShown } from '../videos/show-video.ts'

const daySeconds = 24 * 3600

/** The free plan has a thousand KV writes a day: reports of one location may use a tenth of them. */
const maxReportsPerDay = 100

/** Reports of a location are counted in its cache: that costs no KV operation, and the count may be lost at any time. */
const todayKey = (now: number) => `reports/count/${Math.floor(now / 1000 / daySeconds)}`

/** One name for each network and video, from which the address cannot be read. */
async function reporterOf(c: Context<App>, uploadId: UploadId): Promise<string> {
  const network = networkOf(c.req.header('cf-connecting-ip') ?? '')
  const { SESSION_SECRET } = c.var.context.config
  const digest = await crypto.subtle.digest(
    'SHA-256',
    utf8(`${SESSION_SECRET} ${network} ${uploadId}`),
  )
  return hex(new Uint8Array(digest))
}

/** One line of text. Control characters need up to six bytes each in KV's metadata of 1024 bytes. */
const singleLine = (text: string) => text.toWellFormed().replace(/\p{Cc}+/gu, ' ')

/**
 * Puts a video into the operator's queue because a viewer reports it. A second report of the same network within a day
 * is accepted and not stored. Nothing about the viewer is stored with the report.
 * @throws ProblemError `route-not-found` if reports are switched off, `video-not-found` if the viewer cannot watch the
 * video, `too-many-requests`
 */
export async function reportVideo(
  c: Context<App>,
  id: string,
  { category, text = '' }: SendReport,
): Promise<void> {
  const { context } = c.var
  const { kv, now, config } = context
  if (!acceptsReports(config)) throw new ProblemError('route-not-found')
  await rateLimitByIp(c, 'REPORT_LIMIT')
  const { video, file } = (await findShown(c, id)) ?? {}
  if (video?.status !== 'ready' || !file) throw new ProblemError('video-not-found')
  // The operator decides about the file that the viewer has seen.
  const { uploadId, record } = file
  const reporter = `reports/reporter/${await reporterOf(c, uploadId)}`
  if (await getCached(reporter)) return
  const today = todayKey(now())
  const count = Number((await getCached(today)) ?? 0)
  if (count >= maxReportsPerDay) throw new ProblemError('too-many-requests')
  const { openedAt } = record.opened
  const entry = { kind: 'report', at: now(), category, text: singleLine(text) } as const
  await putQueueEntry(kv, { uploadId, openedAt }, entry)
  await Promise.all([
    putCached(reporter, true, daySeconds),
    putCached(today, count + 1, daySeconds),
  ])
  log('video-reported', { uploadId, category })
}
