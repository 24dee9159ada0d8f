import type { UploadProgress } from '@reelferry/contract'
import type { Locale } from '../../../i18n/languages.ts'
import type { Notice, NoticeKind } from '../model/video-state.ts'

/** Callbacks for the notices of a player. */
export interface NoticeListeners {
  /** Returns the current language. */
  locale(): Locale
  /** Loads the styles of notices, on a page that does not have them from the start. */
  styles?(): Promise<unknown>
  /** Receives the title of each notice. */
  notice?(title: string): void
}

/** The notice of a player. Most viewers never see one, so its code, texts and styles are loaded with the first. */
export function lazyNotices(
  host: HTMLElement,
  id: string,
  listeners: NoticeListeners,
  onRetry: () => void,
) {
  let current: Notice | undefined

  async function show(kind: NoticeKind, progress?: UploadProgress): Promise<void> {
    if (kind === current?.kind && !progress && !current.progress) return
    const notice = { kind, progress }
    current = notice
    const [{ showNotice }] = await Promise.all([import('./notice.ts'), listeners.styles?.()])
    if (current !== notice) return
    // An optional call does not evaluate its arguments, so this is a separate statement.
    const title = showNotice(host, notice, id, listeners.locale(), onRetry)
    listeners.notice?.(title)
  }

  /** Cancels a notice that is still loading. The next element of the host replaces one that is on screen. */
  function cancel(): void {
    current = undefined
  }

  return {
    show,
    cancel,
    translate() {
      const notice = current
      cancel()
      if (notice) void show(notice.kind, notice.progress)
    },
  }
}
