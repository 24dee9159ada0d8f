/**
 * Reads the invitation from a pasted link.
 * @param origin origin of the studio
 * @returns the address of the page that signs in, or `undefined` if the text is not an invitation link of this studio
 */
export function invitationAddress(text: string, origin: string): string | undefined {
  const link = URL.parse(text.trim())
  if (link?.origin !== origin || link.pathname !== '/invite' || link.hash.length < 2)
    return undefined
  return link.pathname + link.hash
}
