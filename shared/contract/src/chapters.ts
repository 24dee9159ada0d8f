import { parseStart } from './player.ts'

/** A part of a video that has a title. It ends where the next one starts. */
export interface Chapter {
  title: string
  /** Seconds. */
  start: number
}

/** A line that starts with a time, after a bullet or an opening bracket: `0:48 Title`, `- [1:02:03] – Title`. */
const line = /^[\s\-*•‣▶►(（[【]*((?:\d{1,2}:)?[0-5]?\d:[0-5]\d)(?!:?\d)(.*)$/u

/** The characters between a time and its title. */
const separator = /^[\s)）\]】\-–—:：|.,、>]+/u

/**
 * Reads the chapters from the lines of a description that start with a time. There are none unless the first line is
 * at 0:00 and at least one more follows: other descriptions mention single times. A line that is not later than the one
 * before, that is after the end of the video or that has no title is skipped.
 * @param duration of the video in seconds, 0 if unknown
 */
export function parseChapters(description: string, duration: number): Chapter[] {
  const chapters: Chapter[] = []
  for (const text of description.split(/\r\n|[\r\n\u2028\u2029]/)) {
    const [, clock, rest] = line.exec(text) ?? []
    if (clock === undefined || rest === undefined) continue
    const start = parseStart(clock)
    const title = rest.replace(separator, '').trim()
    const isLater = start > (chapters.at(-1)?.start ?? -1)
    if (title && isLater && (duration === 0 || start < duration)) chapters.push({ title, start })
  }
  return chapters.length > 1 && chapters[0]?.start === 0 ? chapters : []
}
