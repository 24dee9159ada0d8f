/**
 * The time of a media element at which its file starts, in seconds. The studio counts times from the start of a file.
 * Chromium's media elements count from the timestamp 0, also if the file starts later, and other browsers from the
 * start of the file. Call it before the first seek.
 */
export const originOf = (element: HTMLMediaElement): number => element.currentTime
