import type { FinishTransfer, StartTransfer } from '../model/transfer.ts'

/** Starts a transfer by the SDK, which is loaded with the first one; compression comes with the first that needs it. */
export const startTransfer: StartTransfer = async (file, fingerprint, options) => {
  if (options.compression) {
    const { CompressedTransfer } = await import('./compressed-transfer.ts')
    return new CompressedTransfer(file, fingerprint, options, options.compression)
  }
  const { VodUploader } = await import('./vod-uploader.ts')
  const uploader = new VodUploader(file, fingerprint, options)
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
  return await new VodUploader(new File([], name), '', options).commitOnly()
}
