import { captionBackgrounds, captionSizes } from './caption-styles.ts'

/** The choices of a viewer that apply to every video on this device. */
export interface Preferences {
  /** From 0 to 1. */
  volume: number
  muted: boolean
  rate: number
  /** The language of the captions (BCP 47), or `''` for no captions. `undefined` if the viewer has chosen neither. */
  captions: string | undefined
  captionSize: (typeof captionSizes)[number]
  captionBackground: (typeof captionBackgrounds)[number]
  /** Height of the quality in pixels; 0 for the automatic choice. */
  quality: number
}

const defaults: Preferences = {
  volume: 1,
  muted: false,
  rate: 1,
  captions: undefined,
  captionSize: 'medium',
  captionBackground: 'half',
  quality: 0,
}

const isBetween = (low: number, high: number) => (value: unknown) =>
  typeof value === 'number' && value >= low && value <= high

/** Whether a stored value is valid, by name of the preference. */
const checks: Record<keyof Preferences, (value: unknown) => boolean> = {
  volume: isBetween(0, 1),
  muted: (value) => typeof value === 'boolean',
  rate: isBetween(0.25, 4),
  captions: (value) => typeof value === 'string',
  captionSize: (value) => captionSizes.some((size) => size === value),
  captionBackground: (value) => captionBackgrounds.some((background) => background === value),
  quality: isBetween(0, 10_000),
}

/** Reads stored preferences. An invalid member has its default. */
export function parsePreferences(json: string | null): Preferences {
  let stored: unknown
  try {
    stored = JSON.parse(json ?? '')
  } catch {
    // Nothing is stored, or another program wrote it.
  }
  const members: Record<string, unknown> = Object(stored)
  const valid = Object.entries(checks).filter(([name, isValid]) => isValid(members[name]))
  return { ...defaults, ...Object.fromEntries(valid.map(([name]) => [name, members[name]])) }
}

/**
 * The volume and speed to apply to a video whose controls have just loaded. A value other than the browser's initial
 * one was set meanwhile, by the page around the player or by a key, and stays. Muted videos stay muted: the address or
 * the browser may require it.
 */
export function preferredSettings(
  { volume, muted, rate }: Preferences,
  video: Pick<HTMLVideoElement, 'volume' | 'playbackRate'>,
): Partial<Pick<HTMLVideoElement, 'volume' | 'muted' | 'playbackRate' | 'defaultPlaybackRate'>> {
  return {
    ...(video.volume === 1 && { volume, ...(muted && { muted }) }),
    ...(video.playbackRate === 1 && { playbackRate: rate, defaultPlaybackRate: rate }),
  }
}

/**
 * The index of the captions for a wanted language: the same tag, else the same language in another region or script.
 * -1 if there are none.
 */
export function captionsFor(languages: readonly string[], wanted: string): number {
  const primary = (tag: string) => tag.toLowerCase().split('-')[0]
  const exact = languages.findIndex((tag) => tag.toLowerCase() === wanted.toLowerCase())
  if (exact !== -1 || wanted === '') return exact
  return languages.findIndex((tag) => primary(tag) === primary(wanted))
}
