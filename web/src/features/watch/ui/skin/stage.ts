import { hlsType, parseChapters } from '@reelferry/contract'
import { type RemoteKind, watchRemote } from '../../adapters/remote-playback.ts'
import type { Playback } from '../playback.ts'
import type { storedPreferences } from './memory.ts'
import type { QualityChoice } from './quality.ts'

/**
 * The playback that the controls control, and what is known about it.
 * @param onChange called when something becomes known later
 */
export function createStage(
  first: Playback,
  memory: ReturnType<typeof storedPreferences>,
  onChange: () => void,
) {
  let playback = first
  let followed = new AbortController()
  let quality: QualityChoice | undefined
  let remote: RemoteKind | undefined
  let chapters: ReturnType<typeof parseChapters> = []

  /** Applies the preferred quality. Its code is loaded only for a video that may have several. */
  async function applyQuality(next: Playback, { signal }: AbortController): Promise<void> {
    const [source, ...others] = next.video.sources
    if (source?.type !== hlsType && others.length === 0) return
    const code = await import('./quality.ts').catch(() => undefined)
    const choice = code?.createQuality(next)
    await choice?.load()
    if (signal.aborted || !choice || choice.current().heights.length === 0) return
    quality = choice
    const wanted = memory.get().quality
    if (wanted > 0) choice.choose(wanted)
    onChange()
  }

  return {
    video: () => playback.element,
    data: () => playback.video,
    chapters: () => chapters,
    quality: () => quality,
    remote: () => remote,
    follow(next: Playback): void {
      followed.abort()
      followed = new AbortController()
      playback = next
      const { element, video } = next
      chapters = parseChapters(video.description, video.duration)
      watchRemote(
        element,
        (kind) => {
          remote = kind
          onChange()
        },
        followed.signal,
      )
      quality = undefined
      void applyQuality(next, followed)
    },
    end: () => followed.abort(),
  }
}
