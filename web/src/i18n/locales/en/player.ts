/** Notices of the player on the pages for viewers. */
export const texts = {
  notices: {
    loading: { title: 'Loading the video…', text: '' },
    processing: {
      title: 'This video is being prepared',
      text: 'It starts here by itself as soon as it can be played.',
    },
    rejected: { title: 'This video is not available', text: 'It did not pass the review.' },
    failed: {
      title: 'This video could not be prepared',
      text: 'Its file could not be turned into something that plays.',
    },
    deleted: { title: 'This video has been deleted', text: 'Whoever published it took it down.' },
    private: {
      title: 'This video is private',
      text: 'Only signed-in creators can watch it, on the studio’s own page.',
    },
    unknown: {
      title: 'There is no such video',
      text: 'Check the address; the link may be incomplete.',
    },
    unreachable: { title: 'The video cannot be loaded right now', text: 'Check your connection.' },
    unplayable: {
      title: 'This video does not play here',
      text: 'The connection broke, or this browser cannot play the file.',
    },
  },
  tryAgain: 'Try again',
  openPage: 'Open its own page',
}
