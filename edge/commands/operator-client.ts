import { Erased, ExportPage, OutcomePage, Report } from '@reelferry/contract/operator'
import * as v from 'valibot'

/** The operator's routes of one studio. Every call fails with an Error that is fit to be shown. */
export interface OperatorClient {
  report(): Promise<Report>
  uploads(cursor: string | undefined): Promise<OutcomePage>
  exportCreator(subject: string, cursor: string | undefined): Promise<ExportPage>
  eraseCreator(subject: string, cursor: string | undefined): Promise<Erased>
}

const timeoutMs = 60_000

export function operatorClient(address: string, secret: string): OperatorClient {
  async function call<const S extends v.GenericSchema>(
    method: 'GET' | 'DELETE',
    path: string,
    schema: S,
    query: Record<string, string | undefined> = {},
  ): Promise<v.InferOutput<S>> {
    const url = new URL(`/api/operator/${path}`, address)
    for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value)
    const headers = { authorization: `Bearer ${secret}` }
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method, headers, signal }).catch((cause: unknown) => {
      throw new Error(`${address} does not answer. Is it deployed, and are you connected?`, {
        cause,
      })
    })
    if (response.status === 404)
      throw new Error(
        `${address} knows no operator by this secret. Run \`pnpm run setup\` to set it, or \`pnpm run deploy\` if its version is older.`,
      )
    if (response.status === 503)
      throw new Error(
        `${address} answers that it is not configured, or VOD out of reach: \`pnpm exec wrangler tail\` shows which.`,
      )
    if (!response.ok) throw new Error(`${address} answers with ${response.status}.`)
    const result = v.safeParse(schema, await response.json())
    if (!result.success) throw new Error(`${address} has another version than this checkout.`)
    return result.output
  }
  const creator = (subject: string) => `creators/${encodeURIComponent(subject)}`
  return {
    report: () => call('GET', 'report', Report),
    uploads: (from) => call('GET', 'uploads', OutcomePage, { cursor: from }),
    exportCreator: (subject, from) => call('GET', creator(subject), ExportPage, { cursor: from }),
    eraseCreator: (subject, from) => call('DELETE', creator(subject), Erased, { cursor: from }),
  }
}

/** Goes through pages until there is no other. */
export async function* pagesOf<P extends { cursor?: string | undefined }>(
  page: (cursor: string | undefined) => Promise<P>,
): AsyncGenerator<P> {
  let from: string | undefined
  do {
    const next = await page(from)
    yield next
    from = next.cursor
  } while (from)
}
