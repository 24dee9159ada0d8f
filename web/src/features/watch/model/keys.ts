/** What a key does to a video. */
export type KeyAction =
  | { kind: 'toggle' | 'mute' | 'fullscreen' }
  /** Seconds, forwards or back. */
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

/** The action of a key, as players everywhere have it; none with a modifier, which belongs to the browser. */
export function keyAction(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>,
): KeyAction | undefined {
  return event.ctrlKey || event.altKey || event.metaKey ? undefined : actions[event.key]
}

/** The next rate up or down from one. */
export function nextRate(rate: number, by: 1 | -1): number {
  const next = by > 0 ? rates.find((one) => one > rate) : rates.findLast((one) => one < rate)
  return next ?? rate
}
