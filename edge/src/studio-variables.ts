import * as v from 'valibot'
import { accentProperties } from './pages/accent.ts'

const maxNameLength = 40
const maxFooterLinks = 6

/** Splits `Imprint https://example.com/imprint, Privacy https://example.com/privacy`. */
function parseLinks(text: string): { label: string; url: string }[] | undefined {
  const links = text.split(/,\s+/).map((link) => {
    const [, label = '', url = ''] = /^(\S.*?)\s+(https:\/\/\S+)$/.exec(link.trim()) ?? []
    return { label, url }
  })
  return links.every(({ label, url }) => label.length <= maxNameLength && URL.canParse(url))
    ? links
    : undefined
}

/** The name of the studio: any text in one line. */
export const nameVariable = (fallback: string) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.trim(),
    v.regex(/^\P{Cc}*$/u, 'must be one line'),
    v.check(
      (name) => [...name].length <= maxNameLength,
      `must have at most ${maxNameLength} characters`,
    ),
    v.transform((name) => name || fallback),
  )

/** The accent colour. Its value is the custom properties that are derived from it. */
export const accentVariable = v.pipe(
  v.optional(v.string(), ''),
  v.regex(/^(#[\da-f]{6})?$/i, 'must be a colour such as #0a6479'),
  v.transform((colour) => (colour === '' ? undefined : accentProperties(colour))),
)

/** Links, each a label and an https URL. */
export const linksVariable = v.pipe(
  v.optional(v.string(), ''),
  v.trim(),
  v.transform((text) => (text === '' ? [] : parseLinks(text))),
  v.check(
    (links) => links !== undefined,
    'must be a list such as “Imprint https://example.com/imprint, Privacy https://example.com/privacy”',
  ),
  v.transform((links) => links ?? []),
  v.maxLength(maxFooterLinks, `must have at most ${maxFooterLinks} links`),
)

const isContact = (text: string) =>
  /^https:\/\/\S+$/.test(text) ? URL.canParse(text) : v.is(v.pipe(v.string(), v.email()), text)

/** An e-mail address or an https URL. */
export const contactVariable = v.pipe(
  v.optional(v.string(), ''),
  v.trim(),
  v.check((text) => text === '' || isContact(text), 'must be an e-mail address or an https URL'),
  v.transform((text) => text || undefined),
)
