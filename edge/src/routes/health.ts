import { Hono } from 'hono'
import type { App } from '../context.ts'

/** The version in package.json; a test holds the two together. */
export const version = '0.1.0'

/** `GET /api/health`: the Worker runs and its configuration is complete. */
export const health = new Hono<App>().get('/', (c) => c.json({ ok: true, version }))
