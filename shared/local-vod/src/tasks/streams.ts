import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { master } from '../encoding/encode.ts'
import { spriteTimesName } from '../encoding/encoder.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'

/** A stored six-second test stream with two renditions, and a cover. Flows use them if nothing is encoded. */
const sample = join(import.meta.dirname, '../../sample')

/** Path of the sample picture. */
export const samplePicture = join(sample, 'snapshot.jpg')

/** Object keys of an adaptive rendition. */
export interface Stream {
  /** Master playlist. */
  masterKey: string
  /** All objects, the master playlist included. */
  keys: string[]
}

/** Object keys of the sprites of a video. */
export interface Sprites {
  /** Images, in the order of their tiles. */
  imageKeys: string[]
  /** The WebVTT file with the times of the tiles. */
  timesKey: string
}

/** Stores a file of this machine as an object. */
export const storeFile = (objects: ObjectStore, key: string, path: string): Promise<StoredObject> =>
  objects.write(key, createReadStream(path), (md5) => `"${md5}"`)

/** Stores the sample stream in `folder`. */
export const storeSample = (objects: ObjectStore, folder: string): Promise<Stream> =>
  storeStream(objects, folder, sample)

/** Stores the sprite images and the WebVTT file of a directory in `folder`. */
export async function storeSprites(
  objects: ObjectStore,
  folder: string,
  directory: string,
): Promise<Sprites> {
  const names = (await readdir(directory)).toSorted()
  for (const name of names) await storeFile(objects, `${folder}/${name}`, join(directory, name))
  const imageKeys = names
    .filter((name) => name !== spriteTimesName)
    .map((name) => `${folder}/${name}`)
  return { imageKeys, timesKey: `${folder}/${spriteTimesName}` }
}

/** Stores the files of a directory in `folder`. */
export async function storeStream(
  objects: ObjectStore,
  folder: string,
  directory: string,
): Promise<Stream> {
  const names = await readdir(directory)
  for (const name of names) await storeFile(objects, `${folder}/${name}`, join(directory, name))
  const keys = names.map((name) => `${folder}/${name}`)
  return { masterKey: `${folder}/${master}`, keys }
}
