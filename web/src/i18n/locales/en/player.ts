/** Notices of the player on the pages for viewers. */
export const texts = {
  notices: {
    loading: { title: 'Loading…', text: '' },
    uploading: { title: 'Uploading', text: 'This video will start automatically.' },
    processing: { title: 'Processing', text: 'This video will start automatically.' },
    review: { title: 'In review', text: 'This video will start once it’s approved.' },
    rejected: { title: 'This video isn’t available', text: 'It wasn’t approved in review.' },
    failed: { title: 'We couldn’t process this video', text: 'Its owner can upload it again.' },
    deleted: { title: 'This video was removed', text: 'Its owner took it down.' },
    private: { title: 'This video is private', text: 'Only signed-in creators can watch it.' },
    'link-ended': {
      title: 'This link no longer works',
      text: 'It expired or was revoked. Ask the person who sent it for a new one.',
    },
    unknown: { title: 'Video not found', text: 'The link may be wrong or incomplete.' },
    unreachable: { title: 'Can’t load this video', text: 'Check your connection.' },
    unplayable: {
      title: 'This video can’t be played',
      text: 'Your browser doesn’t support it, or the connection broke.',
    },
  },
  uploadingPercent: 'Uploading, {percent}',
  underAMinute: 'Less than a minute left.',
  minutesLeft: 'About {count} min left.',
  hoursLeft: 'About {count} h left.',
  tryAgain: 'Try again',
  openPage: 'Watch on {studio}',
  signIn: 'Sign in',
  toHome: 'Go to {studio}',
}
