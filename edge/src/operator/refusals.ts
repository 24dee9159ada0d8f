import type { Report } from '@reelferry/contract/operator'
import * as v from 'valibot'
import type { RequestContext } from '../context.ts'

/**
 * Counts webhooks with the right secret and a wrong signature. Their sender is either VOD with another SignKey, or
 * somebody who knows the secret. Calls with a wrong secret are only logged: anybody can send them, and they must not
 * cost a KV write.
 */
const prefix = 'refused/'

/** An isolate writes at most once within this time. Refusals that it has not written are lost when it ends. */
const intervalMs = 60_000
const ttlSeconds = 7 * 24 * 3600

const Counted = v.object({ count: v.number(), at: v.number() })

/** Refusals that this isolate has not written. An isolate has one namespace. */
const unwritten = new WeakMap<KVNamespace, { count: number; nextWriteAt: number }>()

/** Counts one refusal. */
export async function countRefusal({ kv, now }: RequestContext): Promise<void> {
  const at = now()
  const { count = 0, nextWriteAt = 0 } = unwritten.get(kv) ?? {}
  if (at < nextWriteAt) {
    unwritten.set(kv, { count: count + 1, nextWriteAt })
    return
  }
  unwritten.set(kv, { count: 0, nextWriteAt: at + intervalMs })
  const metadata: v.InferOutput<typeof Counted> = { count: count + 1, at }
  await kv.put(prefix + crypto.randomUUID(), '', { metadata, expirationTtl: ttlSeconds })
}

/** The minimum number of refusals within a week, by one list operation. */
export async function countRefusals(kv: KVNamespace): Promise<Report['refused']> {
  // Another part of the report shows that KV fails.
  const page = await kv.list({ prefix }).catch(() => ({ keys: [] }))
  const entries = page.keys.flatMap(({ metadata }: { metadata?: unknown }) =>
    v.is(Counted, metadata) ? [metadata] : [],
  )
  const count = entries.reduce((sum, entry) => sum + entry.count, 0)
  return { count, ...(count > 0 && { lastAt: Math.max(...entries.map(({ at }) => at)) }) }
}
