/** The action of a key on a video. */
export type KeyAction =
  | { kind: 'toggle' | 'mute' | 'fullscreen' }
  /** Seconds; negative to go back. */
  | { kind: 'skip'; by: number }
  | { kind: 'rate'; by: 1 | -1 }

/** Playback rates, slowest first. */
export const rates = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]

const actions: Record<string, KeyAction> = {
  ' ': { kind: 'toggle' },
  k: { kind: 'toggle' },
  ArrowLeft: { kind: 'skip', by: -5 },
  ArrowRight: { kind: 'skip', by: 5 },
  j: { kind: 'skip', by: -10 },
  l: { kind: 'skip', by: 10 },
  m: { kind: 'mute' },
  f: { kind: 'fullscreen' },
  '<': { kind: 'rate', by: -1 },
  '>': { kind: 'rate', by: 1 },
}

/** The action of a key, with the assignment that most players use. Keys with a modifier belong to the browser. */
export function keyAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): KeyAction | undefined {
  return event.ctrlKey || event.altKey || event.metaKey ? undefined : actions[event.key]
}

/** The next faster or slower rate; the same rate at the end of the list. */
export function nextRate(current: number, by: 1 | -1): number {
  const next =
    by > 0 ? rates.find((rate) => rate > current) : rates.findLast((rate) => rate < current)
  return next ?? current
}
