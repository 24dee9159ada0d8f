import * as v from 'valibot'

/** Maximum size of captions in one language: bytes of the WebVTT file. Three hours of dense speech have 300 kB. */
export const maxCaptionsBytes = 512 * 1024

/** Maximum number of languages, as at VOD (ModifyMediaInfo, product/266/31762). */
export const maxCaptionTracks = 16

/** Maximum number of characters in the name of captions, as at VOD. */
export const maxCaptionLabel = 64

/** Whether a text is a language tag (BCP 47) in its canonical form, such as `en` or `zh-Hant-TW`. */
export function isLanguageTag(text: string): boolean {
  if (text.length > 35) return false
  try {
    return Intl.getCanonicalLocales(text)[0] === text
  } catch {
    return false
  }
}

const timing =
  /^(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3} --> (?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}(?: line:0)?$/

/**
 * Whether a text is WebVTT as the studio writes it: a header and blocks of one line with times and lines of text. Other
 * markup than bold, italic and underline, style blocks and control characters are refused.
 */
export function isPlainVtt(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- these characters are refused
  if (/[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]|<(?!\/?[biu]>)/.test(text)) return false
  const [header, ...blocks] = text.trimEnd().split(/\n\n+/)
  return (
    header === 'WEBVTT' &&
    blocks.every((block) => {
      const [times = '', ...lines] = block.split('\n')
      return timing.test(times) && lines.length > 0 && !lines.some((line) => line.includes('-->'))
    })
  )
}

const language = v.pipe(v.string(), v.check(isLanguageTag))
const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(maxCaptionLabel))

/** Identifies the content of captions: letters, digits, `-` and `_`. */
const version = v.pipe(v.string(), v.regex(/^[\w-]{13}$/))

/** Captions of an upload in one language, without their text. */
export const CaptionTrack = v.object({
  language,
  label,
  version,
  /** Whether they are shown unless the viewer turns captions off. */
  isDefault: v.optional(v.boolean()),
})
export type CaptionTrack = v.InferOutput<typeof CaptionTrack>

/** Number of bytes of a text in UTF-8. */
export function utf8Length(value: string): number {
  let length = 0
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}

const text = v.pipe(
  v.string(),
  v.check((value) => utf8Length(value) <= maxCaptionsBytes),
  v.check(isPlainVtt),
)

/** `GET /api/uploads/:id/captions`: the captions of an upload with their texts. */
export const UploadCaptions = v.object({
  /** Unix milliseconds of the last change; 0 if there was none. */
  at: v.number(),
  tracks: v.array(v.object({ ...CaptionTrack.entries, text: v.string() })),
  /** Whether VOD has the same captions. It may need some minutes. */
  isCopied: v.boolean(),
})
export type UploadCaptions = v.InferOutput<typeof UploadCaptions>

/**
 * `PUT /api/uploads/:id/captions`: all captions of an upload. A track without `text` keeps the stored text, whose version
 * it names. Languages that are absent are deleted.
 */
export const SaveCaptions = v.strictObject({
  tracks: v.pipe(
    v.array(
      v.union([
        v.strictObject({ language, label, isDefault: v.optional(v.boolean()), text }),
        v.strictObject({ language, label, isDefault: v.optional(v.boolean()), version }),
      ]),
    ),
    v.maxLength(maxCaptionTracks),
    v.check((tracks) => new Set(tracks.map((track) => track.language)).size === tracks.length),
    v.check((tracks) => tracks.filter(({ isDefault }) => isDefault).length <= 1),
  ),
})
export type SaveCaptions = v.InferOutput<typeof SaveCaptions>

/** Answer to `PUT /api/uploads/:id/captions`. */
export const SavedCaptions = v.object({ at: v.number(), tracks: v.array(CaptionTrack) })
export type SavedCaptions = v.InferOutput<typeof SavedCaptions>
