import { type Box, boxesIn, contentOf } from './boxes.ts'
import { freeBox, freed } from './free-boxes.ts'
import { type ByteReader, latin1, type Range, viewOf } from './byte-reader.ts'
import type { Findings, PrivateKind } from './findings.ts'
import {
  containsPlace,
  hasTimeZone,
  isDate,
  isMake,
  isModel,
  kindOfCode,
  kindOfName,
} from './names.ts'

/** Maximum bytes of a value that are searched for places and names. */
const maxSearchedBytes = 64 * 1024

/** `uuid` boxes that players need: encryption, timing of streams, spherical video. */
const playbackUuids = new Set([
  'a2394f525a9b4f14a2446c427c648df4',
  '8974dbce7be74c5184f97148f9882554',
  'd08a4f1810f34a82b6c832d8aba183d3',
  '6d1d9b0542d544e680e2141daff757b2',
  'd4807ef2ca3946958e5426cb9e46a79f',
  'a5d40b30e81411ddba2f0800200c9a66',
  'ffcc8263f8554a938814587a02521fdd',
])

/** Reads the metadata boxes of MP4 and QuickTime files, and marks private ones for removal. */
export class BoxMetadata {
  readonly #reader: ByteReader
  readonly #findings: Findings

  constructor(reader: ByteReader, findings: Findings) {
    this.#reader = reader
    this.#findings = findings
  }

  /** Removes a box as a whole. */
  remove(box: Box, kind: PrivateKind): void {
    this.#findings.addKind(kind)
    this.#findings.replace(freed(box))
  }

  /** Checks a `udta` box: user data of the file or of a track. */
  async readUserData(parent: Box): Promise<void> {
    let at = parent.content
    for await (const box of boxesIn(this.#reader, contentOf(parent))) {
      if (box.type === 'meta') await this.readMeta(box)
      else if (box.type === 'uuid') await this.readUuid(box)
      else await this.#readEntry(box)
      at = box.end
    }
    // QuickTime ends the list with a zero. Anything else that is no box is data of a vendor.
    const rest = { start: at, end: parent.end }
    if (rest.end - rest.start < 8 || !(await this.#hasContent(rest))) return
    this.#findings.addKind('device')
    this.#findings.replace(freeBox(rest))
  }

  /** Clears a free box with known content. Players ignore such boxes; dashboard cameras write positions into them. */
  async readFree(box: Box): Promise<void> {
    const text = await this.#reader.text(contentOf(box))
    if (/^GPS |^Exif\0\0|ns\.adobe\.com\/xap|<x:xmpmeta/.test(text)) this.remove(box, 'location')
  }

  async #hasContent(range: Range): Promise<boolean> {
    return /[^\0]/.test(await this.#reader.text(range, maxSearchedBytes))
  }

  async #readEntry(box: Box): Promise<void> {
    const kind = kindOfCode(box.type)
    if (kind) {
      await this.#readDevice(box.type, contentOf(box))
      if (box.type === 'XMP_') return this.#removeSearched(box)
      return this.remove(box, kind)
    }
    if (isDate(box.type) && hasTimeZone(await this.#reader.text(contentOf(box))))
      this.remove(box, 'device')
  }

  /** Checks a `uuid` box. XMP is one of them. */
  async readUuid(box: Box): Promise<void> {
    const id = await this.#reader.read(box.content, 16)
    const hex = Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('')
    if (!playbackUuids.has(hex)) await this.#removeSearched(box)
  }

  /** Removes a box whose content states whether it contains a place. */
  async #removeSearched(box: Box): Promise<void> {
    const text = await this.#reader.text(contentOf(box), maxSearchedBytes)
    const tag = (name: string) => new RegExp(`tiff:${name}(?:="|>)([^"<]+)`).exec(text)?.[1] ?? ''
    this.#findings.setMake(tag('Make'))
    this.#findings.setModel(tag('Model'))
    this.remove(box, containsPlace(text) ? 'location' : 'device')
  }

  /** Checks a `meta` box. It has a list of tags, or is of a vendor. */
  async readMeta(meta: Box): Promise<void> {
    const content = await this.#contentOfMeta(meta)
    const boxes: Box[] = []
    for await (const box of boxesIn(this.#reader, content)) boxes.push(box)
    const find = (type: string) => boxes.find((box) => box.type === type)
    const [handler, list, keys] = [find('hdlr'), find('ilst'), find('keys')]
    const kind = handler && latin1(await this.#reader.read(handler.content + 8, 4))
    if (kind === 'mdta') await this.#readKeyedList(meta, list, keys)
    else if (kind === 'mdir') await this.#readList(list)
    else await this.#removeSearched(meta)
  }

  /** The boxes of a `meta` box follow four bytes of version and flags, except in QuickTime files. */
  async #contentOfMeta(meta: Box): Promise<Range> {
    const range = contentOf(meta)
    const isQuickTime = (await this.#reader.text(range, 8)).endsWith('hdlr')
    return isQuickTime ? range : { ...range, start: range.start + 4 }
  }

  /** A list whose entries have four-character codes (iTunes). */
  async #readList(list: Box | undefined): Promise<void> {
    if (!list) return
    for await (const box of boxesIn(this.#reader, contentOf(list))) {
      if (box.type === '----') {
        // Free-form entries state their name in a box.
        const text = await this.#reader.text(contentOf(box), 512)
        const name = /name[^]{4}([\w .:-]+)/.exec(text)?.[1] ?? ''
        const kind = kindOfName(name.replaceAll(' ', '_'))
        if (kind) this.remove(box, kind)
      } else if (box.type === 'covr') {
        const text = await this.#reader.text(contentOf(box), maxSearchedBytes)
        if (/Exif\0\0|ns\.adobe\.com\/xap/.test(text)) this.#removePicture(box, text)
      } else await this.#readEntry(box)
    }
  }

  #removePicture(box: Box, text: string): void {
    this.remove(box, containsPlace(text) ? 'location' : 'device')
  }

  /** A list whose entries refer to a list of names (Apple, Android, and others). */
  async #readKeyedList(meta: Box, list: Box | undefined, keys: Box | undefined): Promise<void> {
    const names = keys ? await this.#readKeys(keys) : []
    const removed: Box[] = []
    let isAllRemoved = true
    /** By the index of the name. A name that was removed earlier is blank. */
    const kinds = new Map<number, PrivateKind>()
    names.forEach(({ name }, index) => {
      const kind = name.trim() ? kindOfName(name) : undefined
      if (kind) kinds.set(index, kind)
    })
    if (list)
      for await (const box of boxesIn(this.#reader, contentOf(list))) {
        const index = viewOf(await this.#reader.read(box.start + 4, 4)).getUint32(0) - 1
        const kind = await this.#kindOfItem(box, names[index]?.name, kinds.get(index))
        if (!kind) {
          isAllRemoved &&= box.type === 'free'
          continue
        }
        kinds.set(index, kind)
        removed.push(box)
      }
    if (kinds.size === 0) return
    for (const kind of kinds.values()) this.#findings.addKind(kind)
    if (isAllRemoved && names.every(({ name }, index) => kinds.has(index) || !name.trim()))
      return this.#findings.replace(freed(meta))
    for (const box of removed) this.#findings.replace(freed(box))
    // The position of a name is its number, so the name is only made unreadable.
    for (const index of kinds.keys()) {
      const range = names[index]?.range
      if (range) this.#findings.replace({ ...range, head: spaces(range) })
    }
  }

  async #kindOfItem(
    box: Box,
    name: string | undefined,
    known: PrivateKind | undefined,
  ): Promise<PrivateKind | undefined> {
    if (box.type === 'free') return undefined
    if (name === undefined) return 'device'
    await this.#readDevice(name, contentOf(box))
    if (known || !isDate(name)) return known
    return hasTimeZone(await this.#reader.text(contentOf(box))) ? 'device' : undefined
  }

  /** The names of a `keys` box, and their ranges. */
  async #readKeys(keys: Box): Promise<{ name: string; range: Range }[]> {
    const names: { name: string; range: Range }[] = []
    for await (const box of boxesIn(this.#reader, { start: keys.content + 8, end: keys.end })) {
      const range = contentOf(box)
      names.push({ name: await this.#reader.text(range), range })
    }
    return names
  }

  async #readDevice(name: string, range: Range): Promise<void> {
    if (!isMake(name) && !isModel(name)) return
    const bytes = await this.#reader.read(range.start, Math.min(256, range.end - range.start))
    const text = new TextDecoder().decode(bytes.subarray(valueOffset(bytes)))
    if (isMake(name)) this.#findings.setMake(text)
    else this.#findings.setModel(text)
  }
}

/** Bytes before a value: a `data` box with type and locale, or a length and a language, or nothing. */
function valueOffset(bytes: Uint8Array<ArrayBuffer>): number {
  if (latin1(bytes.subarray(4, 8)) === 'data') return 16
  return bytes.byteLength >= 4 && viewOf(bytes).getUint16(0) <= bytes.byteLength - 4 ? 4 : 0
}

const spaces = ({ start, end }: Range): Uint8Array<ArrayBuffer> =>
  new Uint8Array(end - start).fill(0x20)
