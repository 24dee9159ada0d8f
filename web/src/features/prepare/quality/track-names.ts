import { tQuality } from '../../../i18n/chunks/quality.ts'
import { locale } from '../../../i18n/index.ts'
import type { OtherTrack } from '../../../media/model/media-info.ts'

/** The names of tracks as a list, for example `audio track 2 (Spanish)`. */
export function trackNames(tracks: readonly OtherTrack[]): string {
  const names = tracks.map(({ type, number, language, name }) => {
    const track = tQuality(type === 'audio' ? 'audioTrack' : 'videoTrack', {
      number: String(number),
    })
    const label = name ?? (language && languageName(language))
    return label ? tQuality('trackLabel', { track, label }) : track
  })
  return new Intl.ListFormat(locale.value, { type: 'unit' }).format(names)
}

/** The name of a language in the language of the studio; its code if there is no name. */
function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(locale.value, { type: 'language' }).of(code) ?? code
  } catch {
    // A file may contain any text instead of a code.
    return code
  }
}
