import type { Chapter } from '@reelferry/contract'
import type { SkinTexts } from '../../../../i18n/chunks/skin.ts'
import type { Preferences } from '../../model/preferences.ts'
import type { Bounds } from '../../model/timeline.ts'
import type { ReadyVideo } from '../../model/video-state.ts'
import { button } from '../elements.ts'

/** The data and the actions that the parts of the controls share. */
export interface SkinScope {
  texts: SkinTexts
  /** The element that contains the video and the controls. */
  host: HTMLElement
  video(): HTMLVideoElement
  data(): ReadyVideo
  chapters(): readonly Chapter[]
  bounds(): Bounds
  /** Goes to a position, seconds, inside the bounds. */
  seek(time: number): void
  preferences(): Preferences
  /** Stores choices of the viewer. */
  prefer(change: Partial<Preferences>): void
  /** Shows a short text, which screen readers announce, with an action that the viewer can choose. */
  /** Shows a short text, which screen readers announce, with an action that the viewer can choose. */
  announce(text: string, action?: { name: string; select(): void }): void
  /** Aborted when the controls are removed. */
  signal: AbortSignal
}

/** A part of the controls. `update` shows the state of the video, and is called after each of its events. */
export interface SkinPart {
  element: HTMLElement
  update(): void
}

/** A button with a name that can change. An icon shows the same, so the name is not visible. */
export function control(className: string, onClick: () => void, ...content: (Node | string)[]) {
  const element = button(`skin-button ${className}`.trim(), onClick, ...content)
  return {
    element,
    setName(name: string): void {
      // Screen readers announce a changed name of the focused control, so it is written only if it differs.
      if (element.getAttribute('aria-label') === name) return
      element.setAttribute('aria-label', name)
      element.title = name
    },
  }
}

/** Replaces the placeholder of a text. */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
