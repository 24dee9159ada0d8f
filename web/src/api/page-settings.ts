import type { PageSettings } from '@reelferry/contract'

/**
 * The settings of a page that the Worker has not changed, for example one of Vite's development server. The name is not
 * imported: the contract would bring its schemas, which a page that plays a video does not need.
 */
const defaults: PageSettings = {
  authMode: 'invite',
  studio: { name: 'Reelferry', footer: [] },
}

/**
 * Reads the settings that the Worker put into the page. They have the same origin as the page's scripts and are trusted
 * like them, so they need no schema.
 */
function readSettings(): PageSettings {
  const { reelferryStudio: json } = document.documentElement.dataset
  return json === undefined ? defaults : (JSON.parse(json) as PageSettings)
}

/** How creators sign in, and how the operator presents the studio. */
export const pageSettings: PageSettings = readSettings()

/** The text and the link of a contact: an e-mail address, or the URL of a page. */
function contactLink(contact: string): { text: string; url: string } {
  return URL.canParse(contact)
    ? { text: contact.replace(/^https:\/\//, ''), url: contact }
    : { text: contact, url: `mailto:${contact}` }
}

const { contact } = pageSettings.studio
/** The contact of the admin, if the operator has set one. */
export const adminContact = contact === undefined ? undefined : contactLink(contact)

/** Applies the operator's accent colour. Does nothing if there is none. */
export function applyAccent(): void {
  for (const [property, colour] of Object.entries(pageSettings.studio.accent ?? {}))
    document.documentElement.style.setProperty(property, colour)
}
