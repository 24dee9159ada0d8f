/** Markers without a length: TEM, the restart markers, SOI and EOI. */
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9)

/** Start of a frame. C4, C8 and CC of this range are other segments. */
const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/**
 * Reads the size of a JPEG image in pixels from its first frame header (ITU-T T.81, B.2.2). `undefined` for anything
 * else than a JPEG image that is complete up to its last marker.
 */
export function jpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isWhole = bytes.length >= 4 && view.getUint16(0) === 0xffd8
  if (!isWhole || view.getUint16(bytes.length - 2) !== 0xffd9) return undefined
  let offset = 2
  while (offset + 9 <= bytes.length) {
    const marker = bytes[offset + 1] ?? 0
    if (bytes[offset] !== 0xff) return undefined
    // A marker may be preceded by fill bytes.
    if (marker === 0xff) offset += 1
    else if (isAlone(marker)) offset += 2
    else if (isFrame(marker)) {
      const [height, width] = [view.getUint16(offset + 5), view.getUint16(offset + 7)]
      return width > 0 && height > 0 ? { width, height } : undefined
    } else offset += 2 + view.getUint16(offset + 2)
  }
  return undefined
}
