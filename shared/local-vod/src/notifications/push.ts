import { createHash } from 'node:crypto'
import { unixSeconds, type Clock } from '../clock.ts'
import type { Background } from '../background.ts'
import type { Stats } from '../control/stats.ts'
import type { Faults } from '../faults.ts'
import type { VodEvent } from './event.ts'
import type { EventSettings } from './event-config.ts'

/** Response timeout of a callback, ms. */
const timeoutMs = 5000
/** Number of attempts to send a callback, the first included. */
const maxAttempts = 3
/** TTL of `Sign`, seconds: `T` is now plus ten minutes. */
const signTtl = 600

/**
 * `Sign` and `T` of a callback (ModifyEventConfig, SignKey): MD5 of key and expiry. The body is not signed.
 *
 * @param expiry Unix seconds
 */
export function signCallback(signKey: string, expiry: number): { Sign: string; T: number } {
  return { Sign: createHash('md5').update(`${signKey}${expiry}`).digest('hex'), T: expiry }
}

/**
 * Creates the function that pushes events to the NotificationUrl as JSON by POST. An event is sent up to three times if the
 * connection fails or there is no response in five seconds; the status does not matter (VOD's "Task management and event
 * notification"). After that the event is lost. VOD's current documents do not state whether it still sends an event
 * again.
 */
export function callbackSender(deps: {
  settings: EventSettings
  background: Background
  faults: Faults
  stats: Stats
  now: Clock
}): (event: VodEvent) => void {
  const { settings, background, faults, stats, now } = deps

  const deliver = async (url: string, body: string): Promise<void> => {
    for (let attempt = 1; attempt <= maxAttempts && !background.signal.aborted; attempt++) {
      stats.callbacksSent++
      if (await send(url, body, background.signal)) return
    }
  }

  return (event) => {
    const { NotificationUrl, SignKey } = settings.get()
    if (!NotificationUrl || faults.loseCallbacks) return
    const sign = SignKey ? signCallback(SignKey, unixSeconds(now()) + signTtl) : {}
    const body = JSON.stringify({ ...event, ...sign })
    background.run(() => deliver(NotificationUrl, body))
    if (faults.duplicateCallbacks) background.run(() => deliver(NotificationUrl, body))
  }
}

/** Sends a callback once. Returns whether there was a response, regardless of its status. */
async function send(url: string, body: string, closing: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
    })
    await response.body?.cancel()
    return true
  } catch {
    return false // the caller sends it again
  }
}
