import { Problem, type ProblemCode } from '@reelferry/contract'
import * as v from 'valibot'
import { studio } from './origin.ts'

/** A request to the edge failed: with a problem of the edge, without an answer, or with an invalid one. */
export class EdgeError extends Error {
  override name = 'EdgeError'
  readonly code: ProblemCode | 'network-lost' | 'unexpected'
  constructor(code: EdgeError['code'], options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/** The code of a failed call. Another error than the edge's is a defect, or code that could not be loaded. */
export const failureCodeOf = (error: unknown): EdgeError['code'] =>
  error instanceof EdgeError ? error.code : 'unexpected'

/** Timeout of a request including its body, in milliseconds. After it, the edge counts as unreachable. */
const timeoutMs = 30_000

/**
 * Sends a request and resolves with the JSON of the answer, or with `undefined` if the answer is not JSON.
 * @throws EdgeError unless the caller's signal has aborted
 */
export async function send(path: string, init: RequestInit): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  let response: Response
  let text: string
  try {
    response = await studio.fetch(studio.origin + path, { ...init, signal })
    text = await response.text()
  } catch (cause) {
    if (init.signal?.aborted || cause instanceof EdgeError) throw cause
    throw new EdgeError('network-lost', { cause })
  }
  const answer = parseJson(text)
  if (response.ok) return answer
  const problem = v.safeParse(Problem, answer)
  // The answer is not from the edge. A 5xx status is usually the error page of a proxy that cannot reach the edge.
  if (!problem.success) throw new EdgeError(response.status >= 500 ? 'network-lost' : 'unexpected')
  throw new EdgeError(problem.output.code)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Sends a request and validates the answer. */
export async function call<const S extends v.GenericSchema>(
  schema: S,
  path: string,
  init: RequestInit = {},
): Promise<v.InferOutput<S>> {
  const answer = v.safeParse(schema, await send(path, init))
  if (!answer.success) throw new EdgeError('unexpected')
  return answer.output
}

/** The options of a request with a JSON body. */
export const withJson = (method: 'POST' | 'PUT' | 'PATCH', body?: object): RequestInit => ({
  method,
  ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
})

export const post = (body?: object) => withJson('POST', body)

/** The options of a request that the caller can abort. */
export const abortable = (signal?: AbortSignal): RequestInit => (signal ? { signal } : {})
