import type { Catalogue } from '../../message.ts'

/** The help page. A line break in a text separates paragraphs. */
export const texts = {
  title: 'Help',
  'publish.title': 'Publish a video',
  'publish.text':
    'Choose videos, or drop them anywhere on the page, and press Upload. One bar goes from the first byte until the video can be watched.\n' +
    'Then Watch opens its page. Copy link and Copy embed code take it elsewhere.',
  'interruptions.title': 'When something gets in the way',
  'interruptions.text':
    'Lost connections are tried again for as long as the page is open. If the page is closed, or the computer restarts, open the studio again: it goes on with what has not arrived yet.\n' +
    'Only where the browser could not keep the file do you choose it again. The card says so, and knows the file by its content.',
  'compression.title': 'Make it smaller first',
  'compression.text':
    'Original sends the file as it is. Every other quality is made on your own device, and sent while it is being made. The card says what each would come to in size and time.\n' +
    'HDR, and what this browser cannot decode, is sent as it is.',
  'recording.title': 'Record',
  'recording.text':
    'Camera and screen are written to your device every second. If the page ends, a second is lost at most, and the next visit offers the rest.',
  'editing.title': 'Cut it, and choose a cover',
  'editing.text':
    'Edit on a card sets where the video begins and ends, and which picture stands for it. A cut on a key frame loses no quality; elsewhere the part is encoded again, and the editor says which.',
  'visibility.title': 'Who may watch',
  'visibility.text':
    'Public is for everyone. Unlisted is for everyone who has the address, and kept out of search engines. Private is for signed-in creators of this studio.\n' +
    'Title, description and this choice can be changed at any time, and reach everyone within a minute.',
  'library.title': 'Your library',
  'library.text':
    'The library holds what you have published, from any device. Deleting can be taken back for ten seconds; after that the video is gone for good.',
  'storage.title': 'What this browser keeps',
  'storage.text':
    'The queue, and copies of files until they are published. Remove on a card deletes both. Your videos go to Tencent Cloud VOD and nowhere else, and nothing is reported about you.',
  'phone.title': 'On a phone',
  'phone.text':
    'The studio can be installed from the browser’s menu. Then other apps can share videos with it, and it opens without a network.',
  licences: 'Licences of the software used here',
} as const satisfies Catalogue
