import type { RequestContext } from '../context.ts'
import { log } from '../lib/log.ts'
import { parseEnvelope, parseEvent } from '../vod/events.ts'
import { handleEvent } from './handle-event.ts'

/** VOD returns 16 events a call. The next run pulls the rest. */
const maxCalls = 5

/**
 * Pulls the events of VOD's queue (PULL mode). An event that could not be handled is not confirmed: VOD delivers it
 * again.
 * @throws VodApiError
 */
export async function pullEvents(context: RequestContext): Promise<void> {
  for (let call = 0; call < maxCalls; call++) {
    const events = await context.vod.pullEvents()
    if (events.length === 0) return
    const handles = await Promise.all(
      events.map(async ({ EventHandle, ...content }) => {
        const envelope = parseEnvelope(JSON.stringify(content))
        const event = envelope && parseEvent(envelope)
        try {
          if (event) await handleEvent(context, event)
          return [EventHandle]
        } catch (error) {
          log('event-left-at-vod', { error: String(error) })
          return []
        }
      }),
    )
    await context.vod.confirmEvents(handles.flat())
  }
}
