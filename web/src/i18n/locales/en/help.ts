import type { Catalogue } from '../../message.ts'

/** The help page: questions and answers. */
export const texts = {
  title: 'Help',
  'publish.question': 'How do I publish a video?',
  'publish.answer':
    'Choose videos or drop them anywhere on the page, then select Upload. One progress bar covers upload and processing. When it’s ready, watch it, copy the link, or embed it.',
  'close.question': 'Can I close the page?',
  'close.answer':
    'After “Uploaded” you can. Before that, an upload waits until you open the studio again, then picks up where it left off. Lost connections are retried for as long as the page is open.',
  'again.question': 'Why do I have to choose a file again?',
  'again.answer':
    'Only if your browser couldn’t keep a copy. We recognize the file and don’t upload anything twice.',
  'smaller.question': 'Can I make a video smaller first?',
  'smaller.answer':
    'Yes. Original keeps the file as is, except for its location and device data. Other qualities are compressed on your device while uploading; each shows its size and time. HDR and formats your browser can’t read stay original.',
  'record.question': 'What happens to a recording if the page closes?',
  'record.answer':
    'You lose at most a second. The rest is waiting next time. If your browser can’t store recordings, the recorder says so before you start.',
  'trim.question': 'How do I trim a video or choose a cover?',
  'trim.answer':
    'Select Trim & cover on the picture. A lossless cut keeps full quality; an exact cut re-encodes the video. The editor tells you which you’re getting.',
  'who.question': 'Who can see my video?',
  'who.answer':
    'Public: anyone. Unlisted: anyone with the link, and search engines won’t list it. Private: signed-in creators of this studio. You can change it anytime; it takes up to a minute.',
  'delete.question': 'Can I undo a deletion?',
  'delete.answer': 'For 10 seconds. After that it’s permanent.',
  'privacy.question': 'What’s stored in this browser?',
  'privacy.answer':
    'Your queue, and copies of files until they’re published. Remove deletes both. Videos go to the video service only, and we don’t track you. We remove any location and device data we find, unless you turn that off.',
  'phone.question': 'Can I use it on a phone, or offline?',
  'phone.answer':
    'Yes. Install it from your browser’s menu to open it offline. On Android, you can then share videos to it from other apps.',
  'browsers.question': 'Which browsers work?',
  'browsers.answer':
    'Current Chrome, Edge, Firefox and Safari, on computers and phones. A private window works too, but it forgets unfinished videos when you close it. If your browser can’t compress or record, you can still upload the original.',
  'support.chromium': 'Chrome, Edge',
  'support.firefox': 'Firefox',
  'support.webkit': 'Safari',
  'support.publish': 'Upload, pause and resume',
  'support.resume': 'Continue after closing the page',
  'support.compress': 'Compress',
  'support.trim': 'Trim and choose a cover',
  'support.camera': 'Record the camera',
  'support.screen': 'Record the screen',
  'support.captions': 'Edit captions',
  'support.library': 'Library',
  'support.watch': 'Watch and embed',
  'support.private': 'Private windows',
  'support.offline': 'Open offline',
  'support.phone': 'Phones',
  'support.yes': 'Yes',
  'support.untested': 'Not tested',
  'support.note':
    'Yes means that automated tests do it. For Safari, they use its engine on Linux; for phones, they simulate one.',
  'ask.question': 'Who can help me?',
  'ask.answer': 'Your admin, the person who runs this studio.',
  'ask.contact': 'Your admin:',
  licences: 'Open-source licenses',
} as const satisfies Catalogue
