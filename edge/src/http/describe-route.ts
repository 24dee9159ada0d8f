import type { ProblemCode } from '@reelferry/contract'
import type { MiddlewareHandler } from 'hono'
import type { GenericSchema } from 'valibot'

/** A schema with its name in OpenAPI's components. */
export interface NamedSchema {
  name: string
  schema: GenericSchema
}

/** A successful response. */
export interface Success {
  status: number
  description: string
  schema?: NamedSchema
}

/** The part of a route's OpenAPI description that one of its handlers contributes. */
export interface RouteDescription {
  summary?: string
  /** Query parameters with their descriptions. */
  query?: Record<string, string>
  body?: NamedSchema
  success?: Success
  problems?: readonly ProblemCode[]
}

const descriptions = new WeakMap<object, RouteDescription>()

/** Attaches a description to a handler. `openapi.ts` reads it from the app's routes. */
export function describeHandler<H extends object>(handler: H, description: RouteDescription): H {
  descriptions.set(handler, description)
  return handler
}

export const descriptionOf = (handler: object): RouteDescription | undefined =>
  descriptions.get(handler)

/**
 * Middleware that only describes its route for OpenAPI.
 * @example app.get('/', describeRoute({ summary: 'List uploads', success: json({ UploadPage }, 'A page') }), handler)
 */
export const describeRoute = (
  description: RouteDescription & Required<Pick<RouteDescription, 'summary' | 'success'>>,
): MiddlewareHandler => describeHandler<MiddlewareHandler>((_c, next) => next(), description)

/** A JSON response. The schema is passed under its name: `json({ Upload }, 'The upload')`. */
export function json(
  named: Record<string, GenericSchema>,
  description: string,
  status = 200,
): Success {
  const [entry] = Object.entries(named)
  if (!entry) throw new TypeError('json needs a schema')
  return { status, description, schema: { name: entry[0], schema: entry[1] } }
}
