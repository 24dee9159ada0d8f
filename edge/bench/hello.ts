import { Hono } from 'hono'

/** The least a Worker with Hono can do: what every other figure is compared with. */
export default new Hono().get('/hello', (c) => c.json({ ok: true }))
