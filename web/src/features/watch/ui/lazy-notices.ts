import type { Locale } from '../../../i18n/languages.ts'
import type { NoticeKind } from '../model/video-state.ts'

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
  let current: NoticeKind | undefined

  async function show(kind: NoticeKind): Promise<void> {
    if (kind === current) return
    current = kind
    const [{ showNotice }] = await Promise.all([import('./notice.ts'), listeners.styles?.()])
    if (current !== kind) return
    // An optional call does not evaluate its arguments, so this is a separate statement.
    const title = showNotice(host, kind, id, listeners.locale(), onRetry)
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
      const kind = current
      cancel()
      if (kind) void show(kind)
    },
  }
}
