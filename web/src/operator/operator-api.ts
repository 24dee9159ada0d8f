import {
  Erased,
  ExportPage,
  OutcomePage,
  Report,
  type UploadOutcome,
} from '@reelferry/contract/operator'
import * as v from 'valibot'

/** Why the studio did not answer an operator's question. */
export type Trouble =
  'wrong-secret' | 'too-many-requests' | 'unavailable' | 'network-lost' | 'unexpected'

export class OperatorError extends Error {
  override name = 'OperatorError'
  readonly trouble: Trouble
  constructor(trouble: Trouble, options?: ErrorOptions) {
    super(trouble, options)
    this.trouble = trouble
  }
}

/** A wrong secret is answered as if there were no such route. */
const troubles: Record<number, Trouble> = {
  404: 'wrong-secret',
  429: 'too-many-requests',
  503: 'unavailable',
}

/** A page of KV takes a second; VOD, which some questions go on to, is waited for eight. */
const timeoutMs = 60_000

/**
 * The operator's routes of this studio, until `left` is aborted. Every call rejects with
 * {@link OperatorError}, or with the reason of a signal that was aborted.
 */
export function operatorApi(secret: string, left: AbortSignal) {
  async function call<const S extends v.GenericSchema>(
    schema: S,
    path: string,
    {
      method = 'GET',
      signal,
    }: { method?: 'GET' | 'DELETE'; signal?: AbortSignal | undefined } = {},
  ): Promise<v.InferOutput<S>> {
    const ends = [left, AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]
    let response: Response
    let answer: unknown
    try {
      response = await fetch(`/api/operator/${path}`, {
        method,
        headers: { authorization: `Bearer ${secret}` },
        signal: AbortSignal.any(ends),
      })
      if (response.ok) answer = await response.json()
      // A response whose body is neither read nor canceled keeps its connection.
      else await response.body?.cancel()
    } catch (cause) {
      left.throwIfAborted()
      signal?.throwIfAborted()
      throw new OperatorError(cause instanceof SyntaxError ? 'unexpected' : 'network-lost', {
        cause,
      })
    }
    if (!response.ok) throw new OperatorError(troubles[response.status] ?? 'unexpected')
    const result = v.safeParse(schema, answer)
    if (!result.success) throw new OperatorError('unexpected')
    return result.output
  }

  /** Goes through pages until there is no other. */
  async function* pages<P extends { cursor?: string | undefined }>(
    page: (query: string) => Promise<P>,
  ): AsyncGenerator<P> {
    let cursor: string | undefined
    do {
      const next = await page(cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`)
      yield next
      cursor = next.cursor
    } while (cursor !== undefined)
  }

  const creator = (who: string) => `creators/${encodeURIComponent(who)}`
  return {
    report: () => call(Report, 'report'),
    async *outcomes(): AsyncGenerator<UploadOutcome[]> {
      for await (const { outcomes } of pages((query) => call(OutcomePage, `uploads${query}`)))
        yield outcomes
    },
    /** All that is kept of a creator, a page at a time. */
    exportCreator: (who: string, signal: AbortSignal) =>
      pages((query) => call(ExportPage, creator(who) + query, { signal })),
    /** Erases a creator, here and at VOD, a page at a time. What is erased before the end stays so. */
    eraseCreator: (who: string, signal: AbortSignal) =>
      pages((query) => call(Erased, creator(who) + query, { method: 'DELETE', signal })),
  }
}

export type OperatorApi = ReturnType<typeof operatorApi>
