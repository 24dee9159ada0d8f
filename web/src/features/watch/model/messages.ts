/**
 * The player's `postMessage` API. Every message is an object whose member `reelferry` names it.
 *
 * A page says `play`, `pause`, `seek` (with `time` in seconds) and `ready`, which asks whether the player is.
 */
export type Command =
  { reelferry: 'play' | 'pause' | 'ready' } | { reelferry: 'seek'; time: number }

/** What the player says: `ready` once it takes commands, and what goes on. Times in seconds, 0 where unknown. */
export type PlayerEvent =
  | { reelferry: 'ready'; fileId: string; duration: number }
  | { reelferry: 'play' | 'pause' | 'ended' | 'time'; time: number; duration: number }
  | { reelferry: 'state'; state: string }

/** Reads a command from a message; `undefined` for everything else that pages send each other. */
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
 * Whom a player talks with, as a page's `?origin=` names it: any page (`*`) where it names none, one origin where it
 * names an address of it, and nobody where that is none.
 */
export function partnerOf(named: string | null): string | undefined {
  if (named === null) return '*'
  // URL.parse is younger than the browsers that viewers have.
  try {
    const { origin } = new URL(named)
    return origin === 'null' ? undefined : origin
  } catch {
    return undefined
  }
}
