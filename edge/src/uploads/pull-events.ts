import type { Config } from '../config.ts'
import { log } from '../lib/log.ts'
import { confirmEvents, pullEvents as pull } from '../vod/api.ts'
import { parseEnvelope, parseNotice } from '../vod/events.ts'
import { receive } from './handle-event.ts'

/** VOD hands out 16 events a call; more than this wait for the next run. */
const mostCalls = 5

/**
 * Takes the events that wait at VOD, in its PULL mode. One that could not be taken is not confirmed,
 * and comes again.
 * @throws VodApiError
 */
export async function pullEvents(kv: KVNamespace, config: Config): Promise<void> {
  for (let call = 0; call < mostCalls; call++) {
    const events = await pull(config)
    if (events.length === 0) return
    const handles = await Promise.all(
      events.map(async ({ EventHandle, ...event }) => {
        const envelope = parseEnvelope(JSON.stringify(event))
        const notice = envelope && parseNotice(envelope)
        try {
          if (notice) await receive(kv, config, notice, Date.now())
          return [EventHandle]
        } catch (error) {
          log('event-left-at-vod', { error: String(error) })
          return []
        }
      }),
    )
    await confirmEvents(config, handles.flat())
  }
}
