/**
 * The player's `postMessage` API. Every message is an object; its member `reelferry` is the type of the message.
 *
 * Commands of the page around the player. `time` is in seconds; `ready` requests the message `ready`.
 */
export type Command =
  { reelferry: 'play' | 'pause' | 'ready' } | { reelferry: 'seek'; time: number }

/** Messages of the player: `ready` once it accepts commands, then its events. Times in seconds, 0 if unknown. */
export type PlayerMessage =
  | { reelferry: 'ready'; fileId: string; duration: number }
  | { reelferry: 'play' | 'pause' | 'ended' | 'time'; time: number; duration: number }
  | { reelferry: 'state'; state: string }

/** Reads a command; `undefined` for all other messages, which pages may exchange as well. */
export function readCommand(data: unknown): Command | undefined {
  if (typeof data !== 'object' || data === null || !('reelferry' in data)) return undefined
  const { reelferry } = data
  switch (reelferry) {
    case 'play':
    case 'pause':
    case 'ready':
      return { reelferry }
    case 'seek':
      return 'time' in data && Number.isFinite(data.time)
        ? { reelferry, time: Math.max(0, Number(data.time)) }
        : undefined
    default:
      return undefined
  }
}

/**
 * The origin that a player exchanges messages with, from the parameter `?origin=` of its page: every origin (`*`)
 * without the parameter, the origin of a URL, and no origin (`undefined`) if the value is not a URL.
 */
export function targetOriginOf(parameter: string | null): string | undefined {
  if (parameter === null) return '*'
  // `URL.parse` is newer than the browsers of some viewers.
  try {
    const { origin } = new URL(parameter)
    return origin === 'null' ? undefined : origin
  } catch {
    return undefined
  }
}
