import { linkParameter } from '@reelferry/contract'

/** Adds the link to a private video that opened this page, if there is one, to an address of the Worker. */
export function withLinkOfPage(address: string): string {
  const token = new URLSearchParams(location.search).get(linkParameter)
  if (token === null) return address
  const separator = address.includes('?') ? '&' : '?'
  return `${address}${separator}${linkParameter}=${encodeURIComponent(token)}`
}
