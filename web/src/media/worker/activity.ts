/**
 * Reports to the page that the worker makes progress: it reads, writes, or a codec has produced output. A codec may hang without
 * an error, and then the page ends the worker (decision 0049).
 */

/** Milliseconds between two reports. The page waits much longer than this. */
const interval = 1000

let report: (() => void) | undefined
let reportedAt = -interval

/** Reports progress, unless that was done a moment ago. Outside of a worker it does nothing. */
export function noteActivity(): void {
  const now = performance.now()
  if (now - reportedAt < interval) return
  reportedAt = now
  report?.()
}

/** Awaits something that the page decides, such as the end of a pause. The worker counts as active meanwhile. */
export async function waitForPage(decision: Promise<void> | undefined): Promise<void> {
  if (!decision) return
  const timer = setInterval(noteActivity, interval)
  try {
    await decision
  } finally {
    clearInterval(timer)
  }
}

type Codec = new (init: {
  output(...output: unknown[]): void
  error(error: unknown): void
}) => object

const codecNames = ['VideoDecoder', 'AudioDecoder', 'VideoEncoder', 'AudioEncoder']

/**
 * Starts the reports. Replaces the codecs of the worker with classes that note each output, because only they see it
 * inside mediabunny.
 */
export function startActivityReports(scope: object, send: () => void): void {
  report = send
  for (const name of codecNames) {
    const Base: Codec | undefined = Reflect.get(scope, name)
    // Some browsers have no codecs of WebCodecs.
    if (!Base) continue
    class NotingCodec extends Base {
      constructor({ output, error }: ConstructorParameters<Codec>[0]) {
        super({
          output: (...parameters) => {
            noteActivity()
            output(...parameters)
          },
          error,
        })
      }
    }
    Reflect.set(scope, name, NotingCodec)
  }
}
