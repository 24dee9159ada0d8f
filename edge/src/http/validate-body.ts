import { validator } from 'hono/validator'
import * as v from 'valibot'
import { describeHandler } from './describe-route.ts'
import { ProblemError } from './problem-error.ts'

/**
 * Validates a JSON body, and describes it in OpenAPI. The schema is passed under its name:
 * `validateBody({ OpenUpload })`.
 * @throws ProblemError `invalid-request`, without any part of the body
 */
export function validateBody<const S extends v.GenericSchema>(named: Record<string, S>) {
  const [entry] = Object.entries(named)
  if (!entry) throw new TypeError('validateBody needs a schema')
  const [name, schema] = entry
  const middleware = validator('json', (body): v.InferOutput<S> => {
    const result = v.safeParse(schema, body)
    if (!result.success) throw new ProblemError('invalid-request')
    return result.output
  })
  return describeHandler(middleware, { body: { name, schema } })
}
