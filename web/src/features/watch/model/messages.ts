import type { MirroredState } from './media-mirror.ts'

/**
 * The player's `postMessage` API. Every message is an object; its member `reelferry` is the type of the message.
 *
 * Commands of the page around the player. `time` is in seconds; `ready` requests the message `ready`;
 * `set` changes settings; `observe` requests the messages `media`.
 */
export type Command =
  | { reelferry: 'play' | 'pause' | 'ready' | 'observe' }
  | { reelferry: 'seek'; time: number }
  | ({ reelferry: 'set' } & Partial<ChangedSettings>)

/** The settings of a video: `volume` from 0 to 1, `rate` is the playback rate. */
interface Settings {
  paused: boolean
  volume: number
  muted: boolean
  rate: number
}

/** Settings that a command can change. */
export interface ChangedSettings extends Omit<Settings, 'paused'> {
  defaultRate: number
  preservesPitch: boolean
  loop: boolean
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
  /** An event of the `<video>`, with its state then. Only after `observe`. */
  | { reelferry: 'media'; event: string; video: MirroredState }
  /** The browser has refused to play, with the name of its error. Only after `observe`. */
  | { reelferry: 'refused'; name: string }

/** Reads a command; `undefined` for all other messages, which pages may exchange as well. */
export function readCommand(data: unknown): Command | undefined {
  if (typeof data !== 'object' || data === null || !('reelferry' in data)) return undefined
  const { reelferry } = data
  switch (reelferry) {
    case 'play':
    case 'pause':
    case 'ready':
    case 'observe':
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

const isBetween =
  (low: number, high: number) =>
  (value: unknown): boolean =>
    typeof value === 'number' && value >= low && value <= high
const isBoolean = (value: unknown) => typeof value === 'boolean'

const checks: Record<keyof ChangedSettings, (value: unknown) => boolean> = {
  volume: isBetween(0, 1),
  muted: isBoolean,
  rate: isBetween(0.25, 4),
  defaultRate: isBetween(0.25, 4),
  preservesPitch: isBoolean,
  loop: isBoolean,
}

/** The valid settings of a command. */
const settingsIn = (data: object): Partial<ChangedSettings> =>
  Object.fromEntries(
    Object.entries(data).filter(([name, value]) => {
      const check = Object.entries(checks).find(([known]) => known === name)
      return check?.[1](value)
    }),
  )
