import type { FinishTransfer, SendCover, StartTransfer } from './transfer.ts'

/** Starts a transfer by the SDK, which is loaded with the first one; compression comes with the first that needs it. */
export const startTransfer: StartTransfer = async (file, options) => {
  if (options.compression) {
    const { CompressedTransfer } = await import('./compressed-transfer.ts')
    return new CompressedTransfer(file, options, options.compression)
  }
  const { VodUploader } = await import('./vod-uploader.ts')
  const uploader = new VodUploader({ file }, options)
  return {
    done: uploader.run(),
    pause: () => uploader.pause(),
    resume: () => uploader.resume(),
    cancel: () => uploader.cancel(),
  }
}

/** Commits by the SDK what an earlier page sent. */
export const finishTransfer: FinishTransfer = async (name, options) => {
  const { VodUploader } = await import('./vod-uploader.ts')
  const file = new File([], name)
  return await new VodUploader({ file }, options).commitOnly()
}

/** Sends by the SDK, for a published video, nothing but its cover. */
export const sendCover: SendCover = async (file, fileId, options) => {
  const { VodUploader } = await import('./vod-uploader.ts')
  const ignore = () => undefined
  const listener = {
    progress: ignore,
    sessionOpened: ignore,
    partLayoutChanged: ignore,
    interrupted: ignore,
    allStored: ignore,
    restarted: ignore,
    coverSettled: ignore,
  }
  const cover = { id: '', file, isStored: false }
  // That the video is published says nothing of its new cover.
  const fetchPublishedFile = async () => undefined
  const rest = { fetchPublishedFile, sessionKey: '', partLayout: [], cover, listener }
  await new VodUploader({ fileId }, { ...options, ...rest }).run()
}
