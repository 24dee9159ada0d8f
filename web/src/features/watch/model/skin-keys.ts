import { type KeyAction, keyAction } from './keys.ts'

/** The action of a key on a player with controls of its own. */
export type SkinAction =
  | KeyAction
  | { kind: 'captions' | 'pip' | 'help' }
  /** A share of the volume, from -1 to 1. */
  | { kind: 'volume'; by: number }
  /** A place on the scrubber, from 0 to 1. */
  | { kind: 'jump'; to: number }
  /** A number of frames, while the video is paused. */
  | { kind: 'frame'; by: 1 | -1 }

const actions: Record<string, SkinAction> = {
  c: { kind: 'captions' },
  i: { kind: 'pip' },
  '?': { kind: 'help' },
  ',': { kind: 'frame', by: -1 },
  '.': { kind: 'frame', by: 1 },
}

/** Keys that scroll a page, so they belong to the player only while it has the focus. */
const focusedActions: Record<string, SkinAction> = {
  ArrowUp: { kind: 'volume', by: 0.05 },
  ArrowDown: { kind: 'volume', by: -0.05 },
  Home: { kind: 'jump', to: 0 },
  End: { kind: 'jump', to: 1 },
}

/** The action of a key. Keys with a modifier belong to the browser. */
export function skinAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>,
  hasFocus: boolean,
): SkinAction | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey) return undefined
  // Caps Lock and Shift change the letter, not its action.
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (/^\d$/.test(key)) return { kind: 'jump', to: Number(key) / 10 }
  return (
    actions[key] ?? (hasFocus ? focusedActions[key] : undefined) ?? keyAction({ ...event, key })
  )
}
