import type { en } from './en-failures.ts'

/** What happened, and what to do about it: one sentence each. */
export interface FailureText {
  what: string
  todo: string
}

/** The name of every text. */
export type MessageKey =
  | 'skip'
  | 'language'
  | 'signOut'
  | 'signedInAs'
  | 'loading'
  | 'tryAgain'
  | 'unreachable'
  | 'checkConnection'
  | 'toStudio'
  | 'studio'
  | 'library'
  | 'libraryIntro'
  | 'help'
  | 'pages'
  | 'studioTitle'
  | 'studioIntro'
  | 'dropHere'
  | 'dropOneHere'
  | 'choose'
  | 'recordCamera'
  | 'recordScreen'
  | 'chooseOne'
  | 'chooseFolder'
  | 'limit'
  | 'release'
  | 'folderUnread'
  | 'folderEmpty'
  | 'queue'
  | 'quality'
  | 'qualityOriginal'
  | 'upload'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'retry'
  | 'remove'
  | 'watch'
  | 'copyLink'
  | 'copyEmbedCode'
  | 'copied'
  | 'close'
  | 'timeLeft'
  | 'inviteOpening'
  | 'signedOutTitle'
  | 'signedOutText'
  | 'signedOutOther'
  | 'notFoundTitle'
  | 'notFoundText'

/** The texts of the pages in one language. Placeholders stand in braces. */
export type Catalogue = Record<MessageKey, string>

/** Codes of the failures that the studio explains. */
export type FailureCode = keyof typeof en

/** What there is to say of each failure in one language; loaded when there may be one. */
export type FailureTexts = Record<FailureCode, FailureText>
