import type { Report } from '@reelferry/contract/operator'
import * as v from 'valibot'

/**
 * Notifications that were refused for their signature. Whoever sent them knows the secret of the address, so
 * it is VOD with another sign key, or somebody the secret has leaked to; a stranger's calls are only logged,
 * since they must not cost a KV write.
 */
const prefix = 'refused/'

/** An isolate writes at most once in this time, with how many it has refused since; the rest ends with it. */
const intervalMs = 60_000
const keptSeconds = 7 * 24 * 3600

const Counted = v.object({ count: v.number(), at: v.number() })

/** What this isolate has not written yet. By namespace, of which an isolate has one. */
const unwritten = new WeakMap<KVNamespace, { count: number; nextAt: number }>()

/** Counts one refusal. `now` in unix ms. */
export async function countRefusal(kv: KVNamespace, now: number): Promise<void> {
  const { count = 0, nextAt = 0 } = unwritten.get(kv) ?? {}
  if (now < nextAt) {
    unwritten.set(kv, { count: count + 1, nextAt })
    return
  }
  unwritten.set(kv, { count: 0, nextAt: now + intervalMs })
  const metadata: v.InferOutput<typeof Counted> = { count: count + 1, at: now }
  await kv.put(prefix + crypto.randomUUID(), '', { metadata, expirationTtl: keptSeconds })
}

/** How many there were in a week, at least, by one list operation. */
export async function countRefusals(kv: KVNamespace): Promise<Report['refused']> {
  // The report tells of a KV that does not answer elsewhere.
  const page = await kv.list({ prefix }).catch(() => ({ keys: [] }))
  const counted = page.keys.flatMap(({ metadata }: { metadata?: unknown }) =>
    v.is(Counted, metadata) ? [metadata] : [],
  )
  const count = counted.reduce((sum, one) => sum + one.count, 0)
  return { count, ...(count > 0 && { lastAt: Math.max(...counted.map(({ at }) => at)) }) }
}
