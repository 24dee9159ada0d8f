import { playerOptions, type UploadId } from '@reelferry/contract'
import { Share } from 'lucide'
import { shareTexts } from '../../../i18n/chunks/share.ts'
import type { Locale } from '../../../i18n/languages.ts'
import { regionalLocale } from '../../../i18n/regional-locale.ts'
import type { ReadyVideo, VideoState } from '../model/video-state.ts'
import type { ChapterList } from './chapters.ts'
import { button, element, icon } from './elements.ts'
import { addKeyboardShortcuts } from './keyboard.ts'
import { mountPlayer } from './player.ts'

/** A mounted watch player. */
export interface WatchPage {
  /** Changes the language of all texts. Playback continues. */
  translate(locale: Locale): void
  /** Offers the creator of the video to edit it. */
  showOwnVideo(uploadId: UploadId): void
  unmount(): void
}

/**
 * Fills the article of a watch page: player, title, date, description, chapters, and a button that opens the share sheet.
 * @param onName called with the name of the video, or with the title of the notice that is shown instead
 */
export function mountWatchPage(
  article: HTMLElement,
  id: string,
  initialLocale: Locale,
  onName: (name: string) => void,
): WatchPage {
  const part = (name: string): HTMLElement => {
    const element = article.querySelector<HTMLElement>(`[data-${name}]`)
    if (!element) throw new Error(`The watch page has no element data-${name}.`)
    return element
  }
  const [title, facts, description] = [part('title'), part('facts'), part('description')]
  const chapterSection = part('chapters')
  let chapterList: ChapterList | undefined
  const about = element('p', 'muted small')
  const shareButton = button('button primary', () => void share())
  facts.replaceChildren(about, element('span', 'push'), shareButton)
  let video: ReadyVideo | undefined
  let uploadId: UploadId | undefined
  let locale = initialLocale

  function show(state: VideoState): void {
    video = state.status === 'ready' ? state : undefined
    const name = 'name' in state ? state.name : undefined
    title.textContent = name ?? ''
    description.textContent = video?.description ?? ''
    title.hidden = !name
    facts.hidden = !video
    description.hidden = !video?.description
    showFacts()
    void addLinks()
    void addChapters()
    if (video) onName(video.name)
  }

  function showFacts(): void {
    if (!video) return
    const format = new Intl.DateTimeFormat(regionalLocale(locale), { dateStyle: 'medium' })
    about.replaceChildren(format.format(video.publishedAt))
    shareButton.replaceChildren(icon(Share), shareTexts(locale).share)
    void addOwnVideo()
  }

  /** Adds links to the description. Its text is shown without them first. */
  async function addLinks(): Promise<void> {
    const shown = video
    if (!shown?.description) return
    const code = await import('./description.ts').catch(() => undefined)
    if (shown === video) code?.showDescription(description, shown, seek)
  }

  /** Shows the chapters. Their code is loaded for a description that may contain some. */
  async function addChapters(): Promise<void> {
    const shown = video
    chapterList = undefined
    chapterSection.hidden = !shown?.description.includes('0:00')
    if (!shown || chapterSection.hidden) return
    const code = await import('./chapters.ts').catch(() => undefined)
    if (shown !== video || !code) return
    chapterList = code.showChapters(chapterSection, shown, shareTexts(locale).chapters, seek)
    showTime()
  }

  const showTime = () => chapterList?.showTime(player.video()?.currentTime ?? 0)

  function seek(time: number): void {
    const playing = player.video()
    if (!playing) return
    playing.currentTime = time
    playing.scrollIntoView({ block: 'nearest' })
    void playing.play().catch(() => undefined)
  }

  async function addOwnVideo(): Promise<void> {
    const shown = video
    if (!uploadId || !shown) return
    const code = await import('./own-video.ts').catch(() => undefined)
    if (uploadId && shown === video)
      code?.showOwnVideo({ about, shareButton }, uploadId, shown.visibility, locale)
  }

  async function share(): Promise<void> {
    const shown = video
    if (!shown) return
    const time = player.video()?.currentTime ?? 0
    const code = await import('./share-sheet.ts').catch(() => undefined)
    code?.openShareSheet(article, shown, time, locale)
  }

  const options = playerOptions(new URLSearchParams(location.search))
  const player = mountPlayer(part('player'), id, options, {
    locale: () => locale,
    state: show,
    notice: onName,
    keepsRange: false,
  })
  // Events of media do not bubble.
  part('player').addEventListener('timeupdate', showTime, { capture: true })
  const removeShortcuts = addKeyboardShortcuts(player.video)
  return {
    translate(next) {
      locale = next
      player.translate()
      showFacts()
      void addChapters()
    },
    showOwnVideo(id) {
      uploadId = id
      void addOwnVideo()
    },
    unmount() {
      removeShortcuts()
      part('player').removeEventListener('timeupdate', showTime, { capture: true })
      player.stop()
    },
  }
}
