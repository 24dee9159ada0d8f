const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Serializes an element. Text content is escaped; an array contains elements from this function. */
export const element = (name: string, content: string | number | string[]): string =>
  `<${name}>${Array.isArray(content) ? content.join('') : escape(String(content))}</${name}>`

const escape = (text: string): string => text.replace(/[&<>"]/g, (char) => escapes[char] ?? char)

const unescape = (text: string): string =>
  text.replace(/&(quot|apos|lt|gt|#34|#39|amp);/g, (_, name: string) => entities[name] ?? '')

const entities: Record<string, string> = {
  quot: '"',
  '#34': '"',
  apos: "'",
  '#39': "'",
  lt: '<',
  gt: '>',
  amp: '&',
}

/** A part in the list of a Complete request. */
export interface ListedPart {
  partNumber: number
  /** As sent, usually in quotes. */
  etag: string
}

/** Parses a `CompleteMultipartUpload` document. Returns `undefined` if it is malformed or lists no part. */
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
  const isWellFormed =
    rest.trim() === '' && parts.every(({ partNumber, etag }) => partNumber && etag)
  return isWellFormed && parts.length ? parts : undefined
}
