import type { FinishTransfer, SendCover, StartTransfer } from './transfer.ts'

/** Starts a transfer. The first one loads the SDK; the first one that compresses loads the compression. */
export const startTransfer: StartTransfer = async (source, options) => {
  const file = options.removesPrivateData ? await cleaned(source) : source
  if (options.compression) {
    const { CompressedTransfer } = await import('./compressed-transfer.ts')
    return new CompressedTransfer(file, options, options.compression)
  }
  const { VodUpload } = await import('./vod-upload.ts')
  const upload = new VodUpload({ file }, options)
  return {
    done: upload.run(),
    pause: () => upload.pause(),
    resume: () => upload.resume(),
    cancel: () => upload.cancel(),
  }
}

const cleaned = async (file: File): Promise<File> =>
  (await import('../../../media/private-data-client.ts')).withoutPrivateData(file)

/** Commits an upload session in which an earlier page stored everything. */
export const finishTransfer: FinishTransfer = async (name, options) => {
  const { VodUpload } = await import('./vod-upload.ts')
  return await new VodUpload({ file: new File([], name) }, options).commitOnly()
}

/** Replaces the cover of a published video. */
export const sendCover: SendCover = async (file, fileId, { getSignature, endpoints }) => {
  const { VodUpload } = await import('./vod-upload.ts')
  const ignore = () => undefined
  const upload = new VodUpload(
    { fileId },
    {
      getSignature,
      endpoints,
      // The edge cannot confirm the commit of a cover: the file was already published before.
      fetchPublishedFile: async () => undefined,
      sessionKey: '',
      partLayout: [],
      cover: { id: '', file, isStored: false },
      listener: {
        progress: ignore,
        sessionOpened: ignore,
        partLayoutChanged: ignore,
        interrupted: ignore,
        allStored: ignore,
        restarted: ignore,
        coverSettled: ignore,
      },
    },
  )
  await upload.run()
}
