import * as v from 'valibot'
import { Erased, ExportPage, OutcomePage, type UploadOutcome } from './outcome.ts'
import { Report } from './report.ts'
import { type Decide, Decided, DecisionPage, ReviewPage } from './review.ts'
import { StudioStatistics } from './statistics.ts'

/** The reason why a request to an operator route failed. */
export type OperatorErrorCode =
  'wrong-secret' | 'too-many-requests' | 'unavailable' | 'network-lost' | 'unexpected'

/** A request to an operator route failed. `code` is the reason; the message is for people. */
export class OperatorError extends Error {
  override name = 'OperatorError'
  readonly code: OperatorErrorCode
  constructor(code: OperatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The Worker answers a wrong secret as if the route did not exist. */
const codeOfStatus: Record<number, OperatorErrorCode> = {
  404: 'wrong-secret',
  429: 'too-many-requests',
  503: 'unavailable',
}

/** The members of a `Response` that the client uses: this package has no types of a platform. */
interface OperatorResponse {
  ok: boolean
  status: number
  json(): Promise<unknown>
  body: { cancel(): Promise<void> } | null
}

type Method = 'GET' | 'POST' | 'DELETE'

interface OperatorClientOptions {
  /** `OPERATOR_SECRET` of the studio. */
  secret: string
  /** Sends a request to a path of the studio. Rejects without an answer. */
  fetch: (
    path: string,
    init: { method: Method; headers: Record<string, string>; body?: string },
  ) => Promise<OperatorResponse>
  /** Builds the message of an error. `status` is absent without an HTTP answer. */
  describeError?: (code: OperatorErrorCode, status?: number) => string
}

/**
 * The operator routes of one studio. Every call rejects with {@link OperatorError}. A method that returns pages
 * fetches each page when it is requested.
 */
export function createOperatorClient({
  secret,
  fetch,
  describeError = (code) => code,
}: OperatorClientOptions) {
  async function call<const S extends v.GenericSchema>(
    schema: S,
    path: string,
    method: Method = 'GET',
    body?: object,
  ): Promise<v.InferOutput<S>> {
    let status: number | undefined
    const error = (code: OperatorErrorCode, options?: ErrorOptions) =>
      new OperatorError(code, describeError(code, status), options)
    try {
      const response = await fetch(`/api/operator/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${secret}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      status = response.status
      if (!response.ok) {
        await response.body?.cancel()
        throw error(codeOfStatus[status] ?? 'unexpected')
      }
      const result = v.safeParse(schema, await response.json())
      if (!result.success) throw error('unexpected')
      return result.output
    } catch (cause) {
      if (cause instanceof OperatorError) throw cause
      throw error(cause instanceof SyntaxError ? 'unexpected' : 'network-lost', { cause })
    }
  }

  /** Fetches pages until the last one, which has no cursor. */
  async function* pages<P extends { cursor?: string | undefined }>(
    fetchPage: (query: string) => Promise<P>,
  ): AsyncGenerator<P, void> {
    let query = ''
    for (;;) {
      const page = await fetchPage(query)
      yield page
      if (!page.cursor) return
      query = `?cursor=${encodeURIComponent(page.cursor)}`
    }
  }

  const creatorPath = (creatorId: string) => `creators/${encodeURIComponent(creatorId)}`
  return {
    /** Fetches the facts about the running studio. */
    report: (): Promise<Report> => call(Report, 'report'),
    /** Fetches the outcomes of all uploads, page by page. */
    async *outcomes(): AsyncGenerator<UploadOutcome[], void> {
      for await (const page of pages((query) => call(OutcomePage, `uploads${query}`)))
        yield page.outcomes
    },
    /** Fetches the plays and the traffic of the past 28 days. */
    statistics: (): Promise<StudioStatistics> => call(StudioStatistics, 'statistics'),
    /** Fetches the videos that wait for a decision, page by page. */
    reviews: (): AsyncGenerator<ReviewPage, void> =>
      pages((query) => call(ReviewPage, `reviews${query}`)),
    /** Decides about up to 20 videos. */
    decide: (decision: Decide): Promise<Decided> => call(Decided, 'decisions', 'POST', decision),
    /** Fetches the decisions of the past year, newest first, page by page. */
    decisions: (): AsyncGenerator<DecisionPage, void> =>
      pages((query) => call(DecisionPage, `decisions${query}`)),
    /** Fetches all stored data of a creator, page by page. */
    exportCreator: (creatorId: string): AsyncGenerator<ExportPage, void> =>
      pages((query) => call(ExportPage, creatorPath(creatorId) + query)),
    /** Erases a creator's uploads, in KV and at VOD. A page that was erased before an error stays erased. */
    eraseCreator: (creatorId: string): AsyncGenerator<Erased, void> =>
      pages((query) => call(Erased, creatorPath(creatorId) + query, 'DELETE')),
  }
}

export type OperatorClient = ReturnType<typeof createOperatorClient>
