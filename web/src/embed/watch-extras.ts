import { pageSettings } from '../api/page-settings.ts'
import { lastCreator } from '../features/session/last-creator.ts'
import { showReportButton } from '../features/watch/ui/report-dialog.ts'
import type { WatchPage } from '../features/watch/ui/watch-page.ts'
import type { Locale } from '../i18n/languages.ts'

/**
 * Adds the parts of a watch page that can wait for the first frame: the studio's navigation for a signed-in creator, the
 * link to edit their own video, and a button to report the video where the operator accepts reports.
 * @returns a function that changes the language
 */
export function addExtras(
  page: WatchPage,
  id: string,
  locale: () => Locale,
): (locale: Locale) => void {
  const translations: ((locale: Locale) => unknown)[] = []

  async function showCreator(): Promise<void> {
    try {
      const [{ fetchViewer }, { showCreatorHeader }] = await Promise.all([
        import('../features/watch/adapters/fetch-viewer.ts'),
        import('./creator-header.ts'),
      ])
      const { creator, uploadId } = await fetchViewer(id)
      if (creator) translations.push(showCreatorHeader(creator, locale()))
      if (uploadId) page.showOwnVideo(uploadId)
    } catch {
      // The code could not be loaded. The page is that of a viewer.
    }
  }

  const place = document.querySelector<HTMLElement>('[data-report]')
  if (place && pageSettings.reports) translations.push(showReportButton(place, id, locale()))
  if (lastCreator() !== undefined) void showCreator()
  return (next) => translations.forEach((translate) => translate(next))
}
