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

Written by \`pnpm run docs\` from the operations that [a test counts](../../edge/test/uploads/production-kv.test.ts) and Cloudflare's prices in [\`scale-page.ts\`](../../edge/commands/scale-page.ts); a test compares.

## What grows with what

- **With bytes, nothing here.** Videos go from the browser to Tencent's storage and from its CDN to viewers; no byte of them passes the Worker. Storage, transcoding and traffic are on VOD's bill.
- **With uploads:** ${number(upload.requests)} requests, ${number(upload.reads)} KV reads and ${number(upload.writes)} writes each, at most, and one delete. Each leaves five small records for good: what was opened, its place in its creator's list, what VOD has, what the task flow made, and the way back from the file's id.
- **With views:** ${number(view.requests)} request and ${number(view.reads)} KV reads each. A location may answer them from its cache; they are billed all the same.
- **With creators, nothing but a list of their own.** No key is shared by two creators, and none is written by more than one kind of event, so KV's one write a second for each key holds nobody up.

## A day of four studios, with a hundred views for each upload

${[
  row([
    '',
    'requests',
    'KV reads',
    'KV writes',
    'KV lists',
    'of the free plan, first',
    'paid plan, a month',
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

The free plan ends with ${number(free.uploads)} uploads a day by its writes, and leaves reads for ${number(free.views)} views beside them. On the paid plan nothing ends; the last of these studios costs $${number(dear)} a month.

## Which limits come first

1. **KV writes of the free plan.** The paid plan includes a million a month.
2. **VOD's 100 calls a second of each kind,** for all that share an account. The Worker keeps to a budget in each location, and what it may not ask now is asked by a later poll.
3. **The cron trigger looks after 12 uploads a run,** ${number(12 * runsADay)} a day. It only matters for uploads that nobody polls and VOD does not tell of; with notifications lost altogether, that is what a studio carries whose creators close the page at once. Of more than 1,000 unfinished uploads it sees the first thousand.
4. **KV's propagation.** A change is seen elsewhere after up to a minute. Uploads do not wait for it, since what VOD says is remembered where it was learned; a changed title or visibility does.

## The path beyond

- **Push instead of polling, and no propagation:** a Durable Object for each upload, which takes its events one after another and holds a WebSocket to its page. The slots of [\`upload-record.ts\`](../../edge/src/uploads/upload-record.ts) become its rows, the reducer of [\`status.ts\`](../../edge/src/uploads/status.ts) stays as it is.
- **Bursts of notifications:** a Queue between [\`events.ts\`](../../edge/src/routes/events.ts) and [\`handle-event.ts\`](../../edge/src/uploads/handle-event.ts): VOD waits five seconds for an answer and may not send again, a queue retries.
- **Lists across creators, search, reports:** D1. The ${number(writesOfUploads)} million writes a month of the largest studio above cost $${number((writesOfUploads - 1) * 5)} in KV, and ${inD1 > 0 ? `$${number(inD1)}` : 'are included'} in D1 (50 million rows a month, then $1 a million). [\`store.ts\`](../../edge/src/uploads/store.ts) is all that knows KV.
`,
    { parser: 'markdown' },
  )
}
