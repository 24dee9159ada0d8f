import { type FileId, hlsType } from '@reelferry/contract'
import { EdgeError } from '../../../api/request.ts'
import { fetchVideo } from '../../../api/video.ts'
import { playSource } from './play-source.ts'

async function sourcesOf(fileId: FileId | undefined) {
  const video = fileId && (await fetchVideo(fileId))
  if (!video || video.status !== 'ready') throw new EdgeError('video-not-found')
  return video.sources
}

/** Loads a published video into an element. Rejects if it is not published yet. Resolves with a function that ends it. */
export const showPublished = async (
  video: HTMLVideoElement,
  fileId: FileId | undefined,
): Promise<() => void> =>
  playSource(video, await sourcesOf(fileId), () => video.dispatchEvent(new Event('error')))

/** The smallest file of a published video, for its sound. `undefined` if its host does not allow to read it. */
export async function loadPublishedSound(fileId: FileId | undefined): Promise<Blob | undefined> {
  try {
    const files = (await sourcesOf(fileId)).filter(({ type }) => type !== hlsType)
    const [source] = files.sort((a, b) => (a.height ?? Infinity) - (b.height ?? Infinity))
    return source && (await (await fetch(source.src)).blob())
  } catch {
    return undefined
  }
}
