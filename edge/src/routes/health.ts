import { Hono } from 'hono'
import * as v from 'valibot'
import type { App } from '../context.ts'
import { describeRoute, json } from '../http/describe-route.ts'

/** The version in package.json. A test compares the two. */
export const version = '0.1.0'

const Health = v.object({ ok: v.literal(true), version: v.string() })

/** `/api/health`. */
export const health = new Hono<App>().get(
  '/',
  describeRoute({
    summary: 'Check that the Worker runs and is configured',
    success: json({ Health }, 'The Worker runs and is configured'),
    problems: [],
  }),
  (c) => c.json({ ok: true, version }),
)
