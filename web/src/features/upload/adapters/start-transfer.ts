import type { StartTransfer } from '../model/transfer.ts'
import { fingerprint } from './fingerprint.ts'

/** Starts a transfer by the SDK, which is loaded with the first one. */
export const startTransfer: StartTransfer = async (file, options) => {
  const [{ VodUploader }, content] = await Promise.all([
    import('./vod-uploader.ts'),
    fingerprint(file),
  ])
  const uploader = new VodUploader(file, content, options)
  return {
    done: uploader.run(),
    sessionKey: () => uploader.vodSessionKey,
    pause: () => uploader.pause(),
    resume: () => uploader.resume(),
    cancel: () => uploader.cancel(),
  }
}
