import type { UploadId, Visibility } from '@reelferry/contract'
import { EyeOff, Globe, Lock, Pencil } from 'lucide'
import { shareTexts } from '../../../i18n/chunks/share.ts'
import type { Locale } from '../../../i18n/languages.ts'
import { element, icon } from './elements.ts'

const icons = { public: Globe, unlisted: EyeOff, private: Lock }

/** Shows the visibility of a creator's own video, and a link to its page in the library. */
export function showOwnVideo(
  { about, shareButton }: { about: HTMLElement; shareButton: HTMLElement },
  uploadId: UploadId,
  visibility: Visibility,
  locale: Locale,
): void {
  const texts = shareTexts(locale)
  about.querySelector('.badge')?.remove()
  about.append(element('span', 'badge', icon(icons[visibility]), texts.visibilities[visibility]))
  const previous = shareButton.parentElement?.querySelector<HTMLAnchorElement>('a')
  const link = previous ?? element('a', 'button')
  link.href = `/library/${uploadId}`
  link.replaceChildren(icon(Pencil), texts.edit)
  if (!previous) shareButton.before(link)
}
