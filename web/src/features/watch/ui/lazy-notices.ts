import type { Locale } from '../../../i18n/languages.ts'
import type { NoticeKind } from '../model/video-state.ts'

/** The notice of a player. Most viewers never see one, so its code, texts and styles are loaded with the first. */
export function lazyNotices(
  host: HTMLElement,
  fileId: string,
  { locale, styles }: { locale(): Locale; styles?(): Promise<unknown> },
  onRetry: () => void,
) {
  let current: NoticeKind | undefined

  async function show(kind: NoticeKind): Promise<void> {
    if (kind === current) return
    current = kind
    const [{ showNotice }] = await Promise.all([import('./notice.ts'), styles?.()])
    if (current === kind) showNotice(host, kind, fileId, locale(), onRetry)
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
