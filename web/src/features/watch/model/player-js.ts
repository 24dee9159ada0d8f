/**
 * The messages of player.js (github.com/embedly/player.js, `SPEC.rst`), with which pages control the players of many
 * sites in the same way. Messages are JSON texts.
 */
const context = 'player.js'
const version = '0.0.11'

/** The supported methods and events, which `ready` announces. */
export const playerJsMethods = [
  'play',
  'pause',
  'getPaused',
  'mute',
  'unmute',
  'getMuted',
  'setVolume',
  'getVolume',
  'getDuration',
  'setCurrentTime',
  'getCurrentTime',
  'setLoop',
  'getLoop',
  'addEventListener',
  'removeEventListener',
] as const
export const playerJsEvents = [
  'ready',
  'play',
  'pause',
  'ended',
  'timeupdate',
  'progress',
  'seeked',
  'error',
] as const

export type PlayerJsMethod = (typeof playerJsMethods)[number]
export type PlayerJsEvent = (typeof playerJsEvents)[number]

/** A request of the page around the player. `listener` identifies the listener that gets the answer or the events. */
export interface PlayerJsRequest {
  method: PlayerJsMethod
  value: unknown
  listener: string | undefined
}

/** Reads a request; `undefined` for all other messages, which pages may exchange as well. */
export function readPlayerJs(data: unknown): PlayerJsRequest | undefined {
  const message = typeof data === 'string' ? parsed(data) : data
  if (typeof message !== 'object' || message === null) return undefined
  const { context: sent, method, value, listener } = { ...emptyMessage, ...message }
  const known = playerJsMethods.find((name) => name === method)
  if (sent !== context || !known) return undefined
  return { method: known, value, listener: typeof listener === 'string' ? listener : undefined }
}

const emptyMessage: Record<'context' | 'method' | 'value' | 'listener', unknown> = {
  context: undefined,
  method: undefined,
  value: undefined,
  listener: undefined,
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The text of an answer or of an event. */
export const playerJsText = (
  event: PlayerJsEvent | PlayerJsMethod,
  value?: unknown,
  listener?: string,
): string => JSON.stringify({ context, version, event, value, listener })
