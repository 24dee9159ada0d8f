import { validator } from 'hono/validator'
import * as v from 'valibot'
import { ProblemError } from './problem-error.ts'

/** A JSON body of one shape, or the problem `invalid-request`, which repeats nothing of it. */
export const validBody = <const S extends v.GenericSchema>(schema: S) =>
  validator('json', (body): v.InferOutput<S> => {
    const result = v.safeParse(schema, body)
    if (!result.success) throw new ProblemError('invalid-request')
    return result.output
  })
