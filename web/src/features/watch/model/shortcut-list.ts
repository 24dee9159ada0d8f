/** The keys of the sheet of shortcuts, by the name of their text. */
export const shortcutKeys = [
  ['playPause', ['Space', 'K']],
  ['back5', ['←']],
  ['forward5', ['→']],
  ['back10', ['J']],
  ['forward10', ['L']],
  ['jump', ['0', '–', '9']],
  ['frames', [',', '.']],
  ['slower', ['<']],
  ['faster', ['>']],
  ['volume', ['↑', '↓']],
  ['mute', ['M']],
  ['captions', ['C']],
  ['fullscreen', ['F']],
  ['pip', ['I']],
  ['shortcuts', ['?']],
] as const
