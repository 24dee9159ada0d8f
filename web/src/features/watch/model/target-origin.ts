/**
 * The origin that a player exchanges messages with, from the parameter `?origin=` of its page: every origin (`*`)
 * without the parameter, the origin of a URL, and no origin (`undefined`) if the value is not a URL.
 */
export function targetOriginOf(parameter: string | null): string | undefined {
  if (parameter === null) return '*'
  // `URL.parse` is newer than the browsers of some viewers.
  try {
    const { origin } = new URL(parameter)
    return origin === 'null' ? undefined : origin
  } catch {
    return undefined
  }
}
