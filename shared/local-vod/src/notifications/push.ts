import { createHash } from 'node:crypto'
import { unixSeconds, type Clock } from '../clock.ts'
import type { Background } from '../background.ts'
import type { Stats } from '../control/stats.ts'
import type { Faults } from '../faults.ts'
import type { VodEvent } from './event.ts'
import type { EventSettings } from './event-config.ts'

/** How long a receiver may take, ms. */
const timeoutMs = 5000
/** A callback that cannot be delivered is sent this often in all. */
const sends = 3
/** Life of `Sign`, seconds: "T" is now and ten minutes. */
const signLifetime = 600

/** `Sign` and `T` of a callback (ModifyEventConfig, SignKey): MD5 of key and expiry; the body is not covered. */
export function signCallback(signKey: string, expiry: number): { Sign: string; T: number } {
  return { Sign: createHash('md5').update(`${signKey}${expiry}`).digest('hex'), T: expiry }
}

/**
 * Makes the function that pushes events to the NotificationUrl: JSON by POST, up to three times when nothing answers in
 * five seconds or the connection fails, whatever the status (VOD's "Task management and event notification"). Whether
 * today's VOD still repeats is not documented. What is not delivered then is lost.
 */
export function callbackSender(parts: {
  settings: EventSettings
  background: Background
  faults: Faults
  stats: Stats
  now: Clock
}): (event: VodEvent) => void {
  const { settings, background, faults, stats, now } = parts

  const deliver = async (url: string, body: string): Promise<void> => {
    for (let attempt = 1; attempt <= sends && !background.signal.aborted; attempt++) {
      stats.callbacksSent++
      if (await isAnswered(url, body, background.signal)) return
    }
  }

  return (event) => {
    const { NotificationUrl, SignKey } = settings.get()
    if (!NotificationUrl || faults.loseCallbacks) return
    const sign = SignKey ? signCallback(SignKey, unixSeconds(now()) + signLifetime) : {}
    const body = JSON.stringify({ ...event, ...sign })
    background.run(() => deliver(NotificationUrl, body))
    if (faults.duplicateCallbacks) background.run(() => deliver(NotificationUrl, body))
  }
}

async function isAnswered(url: string, body: string, closing: AbortSignal): Promise<boolean> {
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
    return false // no answer is an outcome here, and the next send its remedy
  }
}
