import { Mp4OutputFormat, type Output } from 'mediabunny'

/** The members of mediabunny's muxer that are used here. */
interface Muxer {
  writer: { write(bytes: Uint8Array): void; seek(position: number): void; getPos(): number }
  boxWriter: { patchBox(box: unknown): void }
  start(): Promise<void>
  finalizeCurrentChunk(track: Track): Promise<void>
}

interface Track {
  currentChunk: { samples: { data: Uint8Array | null }[] } | null
}

/** Bytes of the header of a box: its length and its type (ISO/IEC 14496-12, 4.2). */
const headerSize = 8

/** Bytes of the header that mediabunny writes before the media data. It has room for a length of 64 bits. */
const originalHeaderSize = 16

/** Limits of the length of a box of media data, in bytes. */
const boxSize = { min: 128 * 1024, max: 32 * 1024 * 1024 }

/** A box is this share of the distance to the nearer end of the file. */
const boxShare = 1 / 4

/**
 * An MP4 with its tables at the end that can be sent while it is written. Only the header of the last box of media data
 * may still change. mediabunny 1.61 writes one box, whose length is known at the end, so that the start of the file could
 * be sent only then. There is no option for it, so this class overrides internal methods; a test verifies that the
 * overrides still work (decision 0030). The boxes are short near the start and near the end, where bytes are waited for,
 * and long between them: players that look for the tables read the header of each box.
 */
export class SequentialMp4Format extends Mp4OutputFormat {
  /** Share of the content that is written, from 0 to 1. Set it while the output is written. */
  share = 0
  /** Positions of the headers of all boxes of media data. Only the last one may still change. */
  readonly headers: number[] = []

  constructor() {
    super({ fastStart: false })
  }

  /** Position of the header that may still change. */
  get openHeader(): number {
    return this.headers.at(-1) ?? 0
  }

  _createMuxer(output: Output): Muxer {
    const { _createMuxer } = Mp4OutputFormat.prototype as unknown as {
      _createMuxer: (output: Output) => Muxer
    }
    const muxer = _createMuxer.call(this, output)
    const { start, finalizeCurrentChunk } = muxer
    muxer.start = async () => {
      await start.call(muxer)
      const { writer, boxWriter } = muxer
      writer.seek(writer.getPos() - originalHeaderSize)
      this.#openBox(muxer)
      // mediabunny patches only the length of its box, before it writes the tables.
      boxWriter.patchBox = () => this.#writeLength(muxer)
    }
    muxer.finalizeCurrentChunk = async (track) => {
      const isEmpty = !track.currentChunk?.samples.some(({ data }) => data)
      if (!isEmpty && this.#isLongEnough(muxer.writer.getPos())) {
        this.#writeLength(muxer)
        this.#openBox(muxer)
      }
      await finalizeCurrentChunk.call(muxer, track)
    }
    return muxer
  }

  #isLongEnough(end: number): boolean {
    const rest = (end * (1 - this.share)) / this.share
    const wanted = Math.min(end, rest) * boxShare
    return end - this.openHeader >= Math.max(boxSize.min, Math.min(boxSize.max, wanted))
  }

  #openBox({ writer }: Muxer): void {
    this.headers.push(writer.getPos())
    writer.write(mediaHeaderOf(headerSize))
  }

  #writeLength({ writer }: Muxer): void {
    const end = writer.getPos()
    writer.seek(this.openHeader)
    writer.write(mediaHeaderOf(end - this.openHeader))
    writer.seek(end)
  }
}

/** The header of a box of media data with this length in bytes, including the header. */
export function mediaHeaderOf(length: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(headerSize)
  new DataView(header.buffer).setUint32(0, length)
  header.set(new TextEncoder().encode('mdat'), 4)
  return header
}
