import type { MediaSessionView } from '../../adapters/media-session.ts'
import type { Commands } from './commands.ts'
import type { SkinScope } from './part.ts'

/** Shows the video in the controls of the system. The code is loaded with the first play. */
export function createSession(
  { data, chapters, seek, video, signal }: SkinScope,
  commands: Commands,
) {
  let view: MediaSessionView | undefined
  const showPosition = () => view?.showPosition(video())
  return {
    showPosition,
    async open(): Promise<void> {
      const code = await import('../../adapters/media-session.ts').catch(() => undefined)
      if (!code || signal.aborted) return
      view = code.openMediaSession(data(), chapters(), { ...commands, seek })
      showPosition()
    },
  }
}
