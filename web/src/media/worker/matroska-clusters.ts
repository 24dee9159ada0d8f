/** Elements of Matroska (RFC 9559, section 5). */
const ids = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
}

/** Seconds by which a cluster may start before the one before it. */
const tolerance = 1

/** Bytes that are read at once. */
const chunkSize = 64 * 1024

/**
 * Whether the clusters of a Matroska or WebM file jump back in time, or whether a second file follows the first one.
 * Reads the start of each cluster; all of a file whose clusters have no size, as live recordings have.
 */
export async function hasClusterJump(file: Blob): Promise<boolean> {
  const read = chunkReader(file)
  let scale = 1_000_000
  let latest = -Infinity
  let headers = 0
  let clusterEnd: number | undefined
  for (let at = 0; at < file.size;) {
    const element = elementAt(await read(at, 16))
    if (!element) return false
    const { id, size, header } = element
    const content = at + header
    const isContainer = id === ids.segment || id === ids.info || id === ids.cluster
    at = isContainer ? content : content + (size ?? Infinity)
    if (id === ids.header && ++headers > 1) return true
    if (id === ids.cluster) clusterEnd = size === undefined ? undefined : content + size
    if (id === ids.timestampScale) scale = numberOf(await read(content, size ?? 0))
    if (id !== ids.timestamp) continue
    const time = (numberOf(await read(content, size ?? 0)) * scale) / 1e9
    if (time < latest - tolerance) return true
    latest = Math.max(latest, time)
    at = clusterEnd ?? at
  }
  return false
}

/** The ID, size and header length of an element (RFC 8794, section 4); `size` is absent if it is unknown. */
function elementAt(bytes: Uint8Array) {
  const idLength = Math.clz32(bytes[0] ?? 0) - 23
  const sizeLength = Math.clz32(bytes[idLength] ?? 0) - 23
  if (idLength > 4 || sizeLength > 8) return undefined
  const header = idLength + sizeLength
  const size = numberOf(bytes.subarray(idLength, header)) - 2 ** (7 * sizeLength)
  const isUnknown = size === 2 ** (7 * sizeLength) - 1
  return { id: numberOf(bytes.subarray(0, idLength)), header, size: isUnknown ? undefined : size }
}

const numberOf = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0)

/** Reads from a chunk of the file that stays in memory. */
function chunkReader(file: Blob) {
  let chunk = new Uint8Array()
  let position = 0
  return async (start: number, length: number): Promise<Uint8Array> => {
    if (start < position || start + length > position + chunk.length) {
      position = start
      const slice = file.slice(start, start + Math.max(length, chunkSize))
      chunk = new Uint8Array(await slice.arrayBuffer())
    }
    return chunk.subarray(start - position, start - position + length)
  }
}
