import { isUploadId, type SendReport, type UploadId } from '@reelferry/contract'
import type { Context } from 'hono'
import { acceptsReports } from '../config.ts'
import type { App } from '../context.ts'
import { ProblemError } from '../http/problem-error.ts'
import { networkOf, rateLimitByIp } from '../http/rate-limit.ts'
import { hex, utf8 } from '../lib/encoding.ts'
import { log } from '../lib/log.ts'
import { putQueueEntry } from '../uploads/review-store.ts'
import { getRecord } from '../uploads/store.ts'
import { showVideo } from '../videos/show-video.ts'

const daySeconds = 24 * 3600

/** The free plan has a thousand KV writes a day: reports of one location may use a tenth of them. */
const maxReportsPerDay = 100

const cacheUrl = (name: string) => `https://reports.invalid/${name}`

const cacheForDay = (name: string, value: number) =>
  caches.default.put(
    cacheUrl(name),
    Response.json(value, { headers: { 'cache-control': `max-age=${daySeconds}` } }),
  )

/** A value of this location's cache: it costs no KV operation, and it may be lost at any time. */
async function getCached(name: string): Promise<number> {
  const response = await caches.default.match(cacheUrl(name))
  return response ? Number(await response.text()) : 0
}

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
  const video = await showVideo(c, id)
  const uploadId = video?.status === 'ready' ? video.id : undefined
  const record = isUploadId(uploadId) ? await getRecord(kv, uploadId, []) : undefined
  if (!isUploadId(uploadId) || !record) throw new ProblemError('video-not-found')
  const reporter = `reporter/${await reporterOf(c, uploadId)}`
  if (await getCached(reporter)) return
  const today = `count/${Math.floor(now() / 1000 / daySeconds)}`
  const count = await getCached(today)
  if (count >= maxReportsPerDay) throw new ProblemError('too-many-requests')
  const { openedAt } = record.opened
  const entry = { kind: 'report', at: now(), category, text: singleLine(text) } as const
  await putQueueEntry(kv, { uploadId, openedAt }, entry)
  await Promise.all([cacheForDay(reporter, 1), cacheForDay(today, count + 1)])
  log('video-reported', { uploadId, category })
}
