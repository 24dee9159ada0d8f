const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** An element with text, which is escaped, or with elements made by this function. */
export const element = (name: string, content: string | number | string[]): string =>
  `<${name}>${Array.isArray(content) ? content.join('') : escape(String(content))}</${name}>`

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

const unescape = (text: string): string =>
  text.replace(/&(quot|apos|lt|gt|#34|#39|amp);/g, (_, name: string) => named[name] ?? '')

const named: Record<string, string> = {
  quot: '"',
  '#34': '"',
  apos: "'",
  '#39': "'",
  lt: '<',
  gt: '>',
  amp: '&',
}

/** One line of a Complete request. */
export interface ListedPart {
  partNumber: number
  /** As sent, usually in quotes. */
  etag: string
}

/** Reads a `CompleteMultipartUpload` document; `undefined` if it is none, or names no part. */
export function parseCompleteRequest(xml: string): ListedPart[] | undefined {
  const list =
    /^\s*(?:<\?xml[^>]*\?>)?\s*<CompleteMultipartUpload(?: [^>]*)?>(.*)<\/CompleteMultipartUpload>\s*$/s.exec(
      xml,
    )?.[1]
  if (list === undefined) return undefined
  const parts: ListedPart[] = []
  const rest = list.replace(/<Part>(.*?)<\/Part>/gs, (_, part: string) => {
    const partNumber = /<PartNumber>\s*(\d{1,5})\s*<\/PartNumber>/.exec(part)?.[1]
    const etag = /<ETag>\s*(.*?)\s*<\/ETag>/s.exec(part)?.[1]
    parts.push({ partNumber: Number(partNumber), etag: unescape(etag ?? '') })
    return ''
  })
  const isWhole = rest.trim() === '' && parts.every(({ partNumber, etag }) => partNumber && etag)
  return isWhole && parts.length ? parts : undefined
}
