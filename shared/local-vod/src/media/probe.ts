import { open } from 'node:fs/promises'
import { readMetaData } from '../encoding/ffprobe.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'
import type { MetaData } from './meta-data.ts'
import { probeMp4 } from './mp4.ts'

/** Signatures of other containers with FFmpeg's names. Without ffprobe, only name and size of these files are determined. */
const signatures: [container: string, offset: number, hex: string][] = [
  ['matroska,webm', 0, '1a45dfa3'],
  ['flv', 0, '464c56'],
  ['avi', 8, '41564920'],
  ['mpeg', 0, '000001ba'],
  ['mpegts', 0, '47'],
  ['asf', 0, '3026b2758e66cf11'],
  ['ogg', 0, '4f676753'],
  ['rm', 0, '2e524d46'],
]

/** Length of a transport stream packet, bytes. Every packet starts with the sync byte. */
const transportPacket = 188

/**
 * Reads the metadata of a media object. Returns `undefined` if the format is not recognised.
 *
 * @param ffprobe absent if ffprobe must not be used; its signal ends ffprobe
 */
export async function probe(
  objects: ObjectStore,
  object: StoredObject,
  ffprobe?: { signal: AbortSignal },
): Promise<MetaData | undefined> {
  const path = objects.path(object)
  const probed = ffprobe && (await readMetaData(path, ffprobe.signal))
  const metaData = probed ?? (await readHead(path, object.size))
  return metaData && { ...metaData, Md5: object.md5 }
}

async function readHead(path: string, size: number): Promise<MetaData | undefined> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(transportPacket + 1)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    const container = containerOf(head.subarray(0, bytesRead))
    return container ? { Size: size, Container: container } : await probeMp4(file, size)
  } finally {
    await file.close()
  }
}

function containerOf(head: Buffer): string | undefined {
  const [container] =
    signatures.find(
      ([, offset, hex]) => head.toString('hex', offset, offset + hex.length / 2) === hex,
    ) ?? []
  if (container === 'mpegts' && head[transportPacket] !== head[0]) return undefined
  return container
}
