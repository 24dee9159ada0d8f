/** A part of a description: text, the URL of another page, or a position in the video. */
export type DescriptionPart =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; url: string }
  /** Seconds. */
  | { kind: 'time'; text: string; time: number }

/** URLs of pages, and times such as `0:42` and `1:02:03` that are not a part of a longer number. */
const pattern =
  /https?:\/\/[^\s<>"'“”‘’「」，。；！？）】》]+|(?<![\w:.])(?:\d{1,2}:)?[0-5]?\d:[0-5]\d(?![\d:])/g

/** Punctuation that belongs to the sentence around a URL. A closing bracket belongs to the URL if it opens there. */
function withoutPunctuation(url: string): string {
  for (;;) {
    const last = url.at(-1) ?? ''
    const opening = { ')': '(', ']': '[', '}': '{' }[last]
    const isUnbalanced = opening && url.split(opening).length < url.split(last).length
    if (!isUnbalanced && !/[.,;:!?*_~]/.test(last)) return url
    url = url.slice(0, -1)
  }
}

const secondsOf = (clock: string): number =>
  clock.split(':').reduce((total, part) => total * 60 + Number(part), 0)

/**
 * Finds the links and the times in a description. The texts of all parts together are the description.
 * @param duration of the video in seconds, 0 if unknown: a later time is only text
 */
export function parseDescription(description: string, duration: number): DescriptionPart[] {
  const parts: DescriptionPart[] = []
  let end = 0
  for (const { 0: match, index } of description.matchAll(pattern)) {
    const part = match.startsWith('http') ? linkOf(match) : timeOf(match, duration)
    if (!part) continue
    if (index > end) parts.push({ kind: 'text', text: description.slice(end, index) })
    parts.push(part)
    end = index + part.text.length
  }
  if (end < description.length) parts.push({ kind: 'text', text: description.slice(end) })
  return parts
}

function linkOf(match: string): DescriptionPart | undefined {
  const text = withoutPunctuation(match)
  // `URL.canParse` is newer than the browsers of some viewers.
  try {
    return { kind: 'link', text, url: new URL(text).href }
  } catch {
    return undefined
  }
}

function timeOf(text: string, duration: number): DescriptionPart | undefined {
  const time = secondsOf(text)
  return duration > 0 && time >= duration ? undefined : { kind: 'time', text, time }
}
