import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import worker from '../src/worker.ts'
import { notify, request } from './client.ts'
import { ProductionKV } from './production-kv.ts'

/** Number of KV operations and calls to VOD after which an action crashes; `Infinity` for none. */
export type CrashAfter = number

/** The cache of a location, of which the Worker uses three methods. */
const newLocationCache = () => {
  const entries = new Map<string, string>()
  return {
    match: async (url: string) => {
      const entry = entries.get(url)
      return entry === undefined ? undefined : new Response(entry)
    },
    put: async (url: string, response: Response) => {
      entries.set(url, await response.text())
    },
    delete: async (url: string) => entries.delete(url),
  }
}

/**
 * A studio with two locations, whose KV reads are up to a minute old, and whose requests can stop at any operation. Stubs
 * `caches`, `Date` and the `fetch` that answers for VOD.
 */
export function crashingStudio() {
  const kv = new ProductionKV()
  const locations = [kv, kv.inOtherLocation()].map((each) => ({
    kv: each,
    cache: newLocationCache(),
  }))
  let now = Date.now()
  let operate: () => Promise<void> = async () => undefined
  const answerOfVod = fetch
  vi.stubGlobal('fetch', async (...call: Parameters<typeof fetch>) => {
    await operate()
    return answerOfVod(...call)
  })

  /** Advances all clocks, in ms. */
  function wait(ms: number) {
    now += ms
    kv.advance(ms)
    vi.useFakeTimers({ toFake: ['Date'], now })
  }

  /** Runs an action in a new isolate. Resolves with `undefined` if it crashes. */
  async function run<Result>(
    location: number,
    crashAfter: CrashAfter,
    act: (configuration: { UPLOADS: unknown }) => Promise<Result>,
  ): Promise<Result | undefined> {
    const place = locations[location % locations.length] ?? locations[0]
    if (!place) return undefined
    const crash = Promise.withResolvers<undefined>()
    let remaining = crashAfter
    const own = async () => {
      if (remaining-- > 0) return
      crash.resolve(undefined)
      // A request that has crashed does nothing any more.
      await new Promise(() => undefined)
    }
    operate = own
    const methods = place.kv.ofNewIsolate()
    const UPLOADS = Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [
        name,
        async (...values: unknown[]) => {
          await own()
          // A write of the same key within a second would be repeated after a second.
          if (name === 'put') kv.advance(1000)
          return Reflect.apply(method, undefined, values) as unknown
        },
      ]),
    )
    vi.stubGlobal('caches', { default: place.cache })
    return Promise.race([act({ UPLOADS }), crash.promise])
  }

  return {
    wait,
    run,
    send: (location: number, crashAfter: CrashAfter, ...[path, init]: Parameters<typeof request>) =>
      run(location, crashAfter, (configuration) => request(path, init, configuration)),
    notify: (location: number, crashAfter: CrashAfter, event: object) =>
      run(location, crashAfter, (configuration) => notify(event, undefined, configuration)),
    cron: (location: number, crashAfter: CrashAfter) =>
      run(location, crashAfter, async (configuration) => {
        const controller = { cron: '*/5 * * * *', scheduledTime: Date.now(), noRetry() {} }
        await worker.scheduled(controller, {
          ...env,
          UPLOADS: configuration.UPLOADS as KVNamespace,
        })
      }),
  }
}
