import { env } from 'cloudflare:workers'
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { app } from '../src/app.ts'
import { signToken } from '../src/creators/token.ts'
import { bindings } from './bindings.ts'

const origin = 'http://localhost:5173'

const isolates = new WeakSet<object>()

/**
 * A configuration whose requests share one isolate with its caches. With any other configuration, each request has a
 * new isolate.
 */
export function oneIsolate(configuration: Record<string, unknown> = {}): Record<string, unknown> {
  const environment = { ...env, ...configuration }
  isolates.add(environment)
  return environment
}

/** Sends one request to the Worker. Resolves after its background work. */
export async function request(
  path: string,
  init: RequestInit & { json?: unknown } = {},
  configuration: Record<string, unknown> = {},
): Promise<Response> {
  const { json, ...rest } = init
  const { cookie } = configuration
  const context = createExecutionContext()
  const headers = new Headers(rest.headers)
  if (typeof cookie === 'string') headers.set('cookie', cookie)
  if (json !== undefined) headers.set('content-type', 'application/json')
  const response = await app.fetch(
    new Request(new URL(path, origin), {
      ...rest,
      headers,
      ...(json !== undefined && { method: rest.method ?? 'POST', body: JSON.stringify(json) }),
    }),
    isolates.has(configuration) ? configuration : { ...env, ...configuration },
    context,
  )
  await waitOnExecutionContext(context)
  return response
}

/** The configuration and the cookie of a creator with an invitation. */
export async function signedInAs(
  creatorId: string,
  limits: object = {},
): Promise<Record<string, string>> {
  const token = await signToken(bindings.SESSION_SECRET, 'session', {
    limits,
    sub: creatorId,
    name: creatorId,
    jti: crypto.randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 3600,
  })
  return { AUTH_MODE: 'invite', cookie: `reelferry-session=${token}` }
}

/** Opens an upload, for the local creator unless `configuration` signs in another one. */
export async function openUpload(name = 'clip.mp4', configuration = {}): Promise<string> {
  const json = { name, size: 1000, type: 'video/mp4' }
  const response = await request('/api/uploads', { json }, configuration)
  const { uploadId } = await response.json<{ uploadId: string }>()
  return uploadId
}

/** The query string in an upload signature. */
export async function signedQuery(uploadId: string, configuration = {}): Promise<URLSearchParams> {
  const path = `/api/uploads/${uploadId}/signature`
  const response = await request(path, { method: 'POST' }, configuration)
  const { signature } = await response.json<{ signature: string }>()
  return new URLSearchParams(atob(signature).slice(20))
}

/** Delivers a notification as VOD does: POST with a text body. */
export function notify(event: object, secret = bindings.CALLBACK_SECRET, configuration = {}) {
  const path = `/api/vod/events/${secret}`
  return request(path, { method: 'POST', body: JSON.stringify(event) }, configuration)
}

/** The code of a problem+json answer. */
export async function problemCode(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return 'none'
  return (await response.json<{ code: string }>()).code
}
