import { readFileSync } from 'node:fs'
import { format } from 'prettier'

const operations = ['requests', 'reads', 'writes', 'lists', 'deletes'] as const
type Operation = (typeof operations)[number]
type Counts = Record<Operation, number>

/**
 * Cloudflare's prices (developers.cloudflare.com/workers/platform/pricing and /kv/platform/pricing, copies of 2026):
 * operations per day in the free plan, operations per month in the paid plan, and US$ per additional million.
 */
const freeADay: Counts = {
  requests: 100_000,
  reads: 100_000,
  writes: 1000,
  lists: 1000,
  deletes: 1000,
}
const paidAMonth: Counts = {
  requests: 10e6,
  reads: 10e6,
  writes: 1e6,
  lists: 1e6,
  deletes: 1e6,
}
const dollarsAMillion: Counts = { requests: 0.3, reads: 0.5, writes: 5, lists: 5, deletes: 5 }
const dollarsAMonth = 5
const days = 30

/** Reads a row of shared/docs/costs.md. edge/test/uploads/production-kv.test.ts verifies its numbers. */
function countedOperations(row: string): Counts {
  const page = readFileSync(new URL('../../shared/docs/costs.md', import.meta.url), 'utf8')
  const line = page.split('\n').find((text) => text.startsWith(`| ${row}`))
  const cells = line?.split('|').slice(2, -1).map(Number)
  if (cells?.length !== 4 || cells.some(Number.isNaN))
    throw new Error(`shared/docs/costs.md has no counts of "${row}".`)
  const [requests = 0, reads = 0, writes = 0, lists = 0] = cells
  return { requests, reads, writes, lists, deletes: 0 }
}

/** The scheduled task runs every five minutes, with one list. */
const runsADay = (24 * 60) / 5

interface Studio {
  uploads: number
  views: number
}

const studios: (Studio & { name: string })[] = [
  { name: '10 creators, one upload each', uploads: 10, views: 1000 },
  { name: '100 creators, one upload each', uploads: 100, views: 10_000 },
  { name: '1,000 creators, one upload each', uploads: 1000, views: 100_000 },
  { name: '10,000 creators, one upload each', uploads: 10_000, views: 1_000_000 },
]

/** The operations of one day. */
function dayOf({ uploads, views }: Studio): Counts {
  const upload = { ...countedOperations('one upload, from opening to ready, at most'), deletes: 1 }
  const view = countedOperations('one view')
  const cron: Counts = { requests: runsADay, reads: 0, writes: 0, lists: runsADay, deletes: 0 }
  const sum = (operation: Operation) =>
    uploads * upload[operation] + views * view[operation] + cron[operation]
  return Object.fromEntries(operations.map((operation) => [operation, sum(operation)])) as Counts
}

/** US$ per month. */
function dollars(day: Counts): number {
  const costs = operations.map(
    (operation) =>
      (Math.max(0, day[operation] * days - paidAMonth[operation]) / 1e6) *
      dollarsAMillion[operation],
  )
  return dollarsAMonth + costs.reduce((total, cost) => total + cost, 0)
}

/** The operation that reaches its limit of the free plan first, in percent of the limit. */
function firstLimit(day: Counts): string {
  const [worst = 'writes'] = operations.toSorted(
    (a, b) => day[b] / freeADay[b] - day[a] / freeADay[a],
  )
  return `${worst}, ${Math.round((day[worst] / freeADay[worst]) * 100)} %`
}

const number = (value: number) => Math.round(value).toLocaleString('en-US')
const row = (cells: string[]) => `| ${cells.join(' | ')} |`

/** The capacity of the free plan per day: uploads up to its write limit, and views with the remaining reads. */
export function freePlanADay(): { uploads: number; views: number } {
  const upload = countedOperations('one upload, from opening to ready, at most')
  const view = countedOperations('one view')
  const uploads = Math.floor(freeADay.writes / upload.writes)
  const views = Math.floor((freeADay.reads - uploads * upload.reads) / Math.max(1, view.reads))
  return { uploads, views }
}

/** KV writes per month. */
export const writesAMonth = (uploadsADay: number): number =>
  uploadsADay * countedOperations('one upload, from opening to ready, at most').writes * days

/** Generates shared/docs/scale.md from the operations that a test counts. */
export async function scalePage(): Promise<string> {
  const upload = countedOperations('one upload, from opening to ready, at most')
  const view = countedOperations('one view')
  const dear = dollars(dayOf(studios.at(-1) ?? { uploads: 0, views: 0 }))
  const free = freePlanADay()
  const writesOfUploads = writesAMonth(10_000) / 1e6
  const inD1 = (writesOfUploads * 1e6 - 50e6) / 1e6
  return format(
    `# Scale

\`pnpm run docs\` computes this page from the operations that [a test counts](../../edge/test/uploads/production-kv.test.ts) and from Cloudflare's prices in [\`scale-page.ts\`](../../edge/commands/scale-page.ts). A test checks that the page is up to date.

## What the load depends on

- **Bytes: no load.** Videos go from the browser to Tencent's storage, and from Tencent's CDN to viewers. They never pass the Worker. Tencent bills storage, transcoding and traffic.
- **Uploads:** each upload needs at most ${number(upload.requests)} requests, ${number(upload.reads)} KV reads and ${number(upload.writes)} KV writes, and one KV delete. Four small KV entries stay permanently: the opened upload, its position in the creator's list, the state of the file at VOD, and the upload id for the file id. So does an image of at most 150 kB with preview pictures.
- **Views:** each view needs ${number(view.requests)} request and ${number(view.reads)} KV reads. KV can answer the reads from the cache of a location, but Cloudflare bills them in any case.
- **Creators:** each creator has one list of uploads. No key belongs to two creators, and only one kind of event writes each key, so KV's limit of one write per second and key delays nobody.

## One day of four studios, with 100 views for each upload

${[
  row([
    '',
    'requests',
    'KV reads',
    'KV writes',
    'KV lists',
    'first limit of the free plan',
    'paid plan, per month',
  ]),
  row(Array(7).fill('---')),
  ...studios.map(({ name, ...studio }) => {
    const day = dayOf(studio)
    return row([
      name,
      number(day.requests),
      number(day.reads),
      number(day.writes),
      number(day.lists),
      firstLimit(day),
      `$${number(dollars(day))}`,
    ])
  }),
].join('\n')}

The write limit of the free plan allows ${number(free.uploads)} uploads a day; the remaining reads then allow ${number(free.views)} views. The paid plan has no such limits: the largest of these studios costs $${number(dear)} a month.

## Which limits come first

1. **KV writes of the free plan.** The paid plan includes one million writes a month, and more can be bought.
2. **VOD's limit of 100 calls per second and action,** for all systems that share an account. The Worker has a budget of calls in each location. If the budget is used up, a later poll makes the call.
3. **The cron trigger checks 12 uploads per run,** ${number(12 * runsADay)} a day. It only matters for uploads that no page polls and for which no event arrives. If all events were lost and all creators closed the page immediately, this would be the capacity of a studio. If there are more than 1,000 unfinished uploads, a run considers the first 1,000.
4. **KV's propagation.** Other locations see a change after up to one minute. Uploads do not wait for it, because the location that received data from VOD caches it. A changed title or visibility does need this time.

## Beyond these limits

- **To push changes instead of polling, without propagation delay:** use a Durable Object for each upload. It processes the events of the upload one after another and sends changes to the page through a WebSocket. The slots of [\`upload-record.ts\`](../../edge/src/uploads/upload-record.ts) become rows of the object; [\`status.ts\`](../../edge/src/uploads/status.ts) does not change.
- **To survive bursts of events:** put a Cloudflare Queue between [\`events.ts\`](../../edge/src/routes/events.ts) and [\`handle-event.ts\`](../../edge/src/uploads/handle-event.ts). VOD waits five seconds for an answer and may not send the event again; a queue retries.
- **For lists of several creators, search and reports:** use D1. The ${number(writesOfUploads)} million writes a month of the largest studio cost $${number((writesOfUploads - 1) * 5)} in KV. In D1 they ${inD1 > 0 ? `cost $${number(inD1)}` : 'are included'} (50 million rows a month are included, then $1 per million). Only [\`store.ts\`](../../edge/src/uploads/store.ts) reads and writes the records of uploads.
`,
    { parser: 'markdown' },
  )
}
