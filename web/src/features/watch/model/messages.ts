/**
 * The player's `postMessage` API. Every message is an object; its member `reelferry` is the type of the message.
 *
 * Commands of the page around the player. `time` is in seconds; `ready` requests the message `ready`;
 * `set` changes settings.
 */
export type Command =
  | { reelferry: 'play' | 'pause' | 'ready' }
  | { reelferry: 'seek'; time: number }
  | ({ reelferry: 'set' } & Partial<Omit<Settings, 'paused'>>)

/** The settings of a video: `volume` from 0 to 1, `rate` is the playback rate. */
export interface Settings {
  paused: boolean
  volume: number
  muted: boolean
  rate: number
}

/** Messages of the player: `ready` once it accepts commands, then its events. Times in seconds, 0 if unknown. */
export type PlayerMessage =
  | ({
      reelferry: 'ready'
      fileId: string
      videoId: string
      time: number
      duration: number
    } & Settings)
  | { reelferry: 'play' | 'pause' | 'ended' | 'seeked' | 'time'; time: number; duration: number }
  | ({ reelferry: 'settings' } & Settings)
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
    case 'set':
      return { reelferry, ...settingsIn(data) }
    default:
      return undefined
  }
}

/** The valid settings of a command. */
function settingsIn(data: object): Partial<Omit<Settings, 'paused'>> {
  const { volume, muted, rate } = { volume: undefined, muted: undefined, rate: undefined, ...data }
  const isBetween = (value: unknown, low: number, high: number): value is number =>
    typeof value === 'number' && value >= low && value <= high
  return {
    ...(isBetween(volume, 0, 1) && { volume }),
    ...(typeof muted === 'boolean' && { muted }),
    ...(isBetween(rate, 0.25, 4) && { rate }),
  }
}
