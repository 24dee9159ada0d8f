import { type ByteReader, latin1, viewOf } from './byte-reader.ts'
import { contentOfElement, type Element, elementsIn, readElement, voided } from './ebml.ts'
import type { Findings } from './findings.ts'
import { hasTimeZone, isDate, isMake, isModel, kindOfName } from './names.ts'

/** Ids of elements (RFC 9559, 5.1). */
const ids = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  seekId: 0x53ab,
  cluster: 0x1f43b675,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
  tagName: 0x45a3,
  tagString: 0x4487,
  attachments: 0x1941a469,
  attachedFile: 0x61a7,
  mediaType: 0x4660,
  crc: 0xbf,
  void: 0xec,
}

/** Elements that end a cluster of unknown size: the next cluster, and everything else in a segment. */
const segmentIds = [
  ...[ids.seekHead, ids.cluster, ids.tags, ids.attachments],
  ...[0x1549a966, 0x1654ae6b, 0x1c53bb6b, 0x1043a770],
]

/** More elements than this are not read: a damaged file could consist of millions. */
const maxElements = 2_000_000

/** Whether a file is a Matroska or WebM file. */
export async function isMatroska(reader: ByteReader): Promise<boolean> {
  const bytes = await reader.read(0, 4)
  return bytes.byteLength === 4 && viewOf(bytes).getUint32(0) === ids.ebml
}

/**
 * Finds the private metadata of a Matroska or WebM file. Reads headers and metadata, and no media data. A file of
 * clusters without size has no other way through it than from block to block.
 */
export async function readMatroska(reader: ByteReader, findings: Findings): Promise<void> {
  const seekHeads: Element[] = []
  const removedIds = new Set<number>()
  let at = 0
  let hasSegment = false
  for (let count = 0; at < reader.size; count++) {
    const element = count < maxElements ? await readElement(reader, at, reader.size) : undefined
    if (!element) {
      findings.isComplete = false
      break
    }
    const { id, content, isOpen } = element
    if (id === ids.segment) hasSegment = true
    if (id === ids.seekHead) seekHeads.push(element)
    const read = id === ids.tags ? readTags : id === ids.attachments ? readAttachments : undefined
    if ((await read?.(reader, element, findings)) === 'removed') removedIds.add(id)
    // Go into a segment, and into a cluster whose end is unknown. Its blocks then look like children of the segment.
    at = id === ids.segment || isOpen ? content : element.end
    if (isOpen && id !== ids.segment && !segmentIds.includes(id)) findings.isComplete = false
  }
  if (!hasSegment) findings.isComplete = false
  for (const seekHead of seekHeads) await removeReferences(reader, seekHead, removedIds, findings)
}

/** Result of the check of an element: whether its content changed, or nothing of it is left. */
type Change = 'none' | 'changed' | 'removed'

/**
 * Checks the children of an element. If one changes, its checksum is removed, because it would be wrong. If all
 * entries are removed, the element is removed as a whole.
 * @param entryId id of the children that hold content
 */
async function readChildren(
  reader: ByteReader,
  findings: Findings,
  { parent, entryId }: { parent: Element; entryId: number },
  readEntry: (entry: Element) => Promise<Change>,
): Promise<Change> {
  const checksums: Element[] = []
  const changes: Change[] = []
  for await (const child of elementsIn(reader, contentOfElement(parent))) {
    if (child.id === ids.crc) checksums.push(child)
    if (child.id === entryId) changes.push(await readEntry(child))
  }
  if (changes.every((change) => change === 'none')) return 'none'
  for (const checksum of checksums) findings.replace(voided(checksum))
  if (!changes.every((change) => change === 'removed')) return 'changed'
  findings.replace(voided(parent))
  return 'removed'
}

const readTags = (reader: ByteReader, tags: Element, findings: Findings): Promise<Change> =>
  readChildren(reader, findings, { parent: tags, entryId: ids.tag }, (tag) =>
    readChildren(reader, findings, { parent: tag, entryId: ids.simpleTag }, (entry) =>
      readSimpleTag(reader, entry, findings),
    ),
  )

/** Checks a tag: a name, a value, and tags that describe it. */
async function readSimpleTag(
  reader: ByteReader,
  tag: Element,
  findings: Findings,
): Promise<Change> {
  let [name, value] = ['', '']
  for await (const child of elementsIn(reader, contentOfElement(tag))) {
    if (child.id === ids.tagName) name = await utf8(reader, child)
    if (child.id === ids.tagString) value = await utf8(reader, child)
  }
  const isLocal = isDate(name) && hasTimeZone(value)
  const kind = kindOfName(name) ?? (isLocal ? 'device' : undefined)
  if (!kind)
    return readChildren(reader, findings, { parent: tag, entryId: ids.simpleTag }, (entry) =>
      readSimpleTag(reader, entry, findings),
    )
  if (isMake(name)) findings.setMake(value)
  if (isModel(name)) findings.setModel(value)
  findings.addKind(kind)
  findings.replace(voided(tag))
  return 'removed'
}

const utf8 = async (reader: ByteReader, { content, end }: Element): Promise<string> =>
  new TextDecoder().decode(await reader.read(content, Math.min(end - content, 4096)))

/** Subtitles need fonts. Pictures may contain EXIF data, and other files are data of a vendor. */
const isFont = (mediaType: string) => /font|opentype|truetype/i.test(mediaType)

const readAttachments = (
  reader: ByteReader,
  attachments: Element,
  findings: Findings,
): Promise<Change> =>
  readChildren(
    reader,
    findings,
    { parent: attachments, entryId: ids.attachedFile },
    async (file) => {
      for await (const child of elementsIn(reader, contentOfElement(file)))
        if (child.id === ids.mediaType && isFont(await utf8(reader, child))) return 'none'
      findings.addKind('device')
      findings.replace(voided(file))
      return 'removed'
    },
  )

/** Removes the references to elements that were removed as a whole from an index of a segment. */
async function removeReferences(
  reader: ByteReader,
  seekHead: Element,
  removedIds: ReadonlySet<number>,
  findings: Findings,
): Promise<void> {
  const entryId = 0x4dbb
  await readChildren(reader, findings, { parent: seekHead, entryId }, async (entry) => {
    for await (const { id, content, end } of elementsIn(reader, contentOfElement(entry))) {
      const hex = latin1(await reader.read(content, end - content))
      if (id === ids.seekId && [...removedIds].some((removed) => hex === bytesOf(removed))) {
        findings.replace(voided(entry))
        return 'removed'
      }
    }
    return 'none'
  })
}

/** The four bytes of an id, as {@link latin1} returns them. */
const bytesOf = (id: number): string =>
  String.fromCharCode(id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255)
