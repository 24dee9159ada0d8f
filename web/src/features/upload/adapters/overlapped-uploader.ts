import type { TransferOptions } from '../model/transfer.ts'
import { type CosClient, type GrowingFile, PartSender } from './growing-file.ts'
import { VodUploader } from './vod-uploader.ts'

/**
 * Sends a file while it is still being written: the SDK's apply and commit, and in between its COS client
 * with parts that leave as they fill. `name` is the file's; `fingerprint` as for {@link VodUploader}.
 */
export class OverlappedUploader extends VodUploader {
  constructor(file: GrowingFile, name: string, fingerprint: string, options: TransferOptions) {
    // The SDK wants a file. Whether VOD minds that its size is a guess is not documented.
    const placeholder = new File([' '], name, { type: 'video/mp4' })
    super({ file: placeholder, fingerprint }, { ...options, sessionKey: '' })
    this.videoInfo.size = file.expectedSize
    const sender = new PartSender(file)
    let current: CosClient | undefined
    // The SDK makes a COS client, with credentials that renew themselves, keeps it here, and tells it to
    // send the file in slices. That one call is answered here.
    Object.defineProperty(this, 'cos', {
      get: () => current,
      set: (client: CosClient) => {
        current = client
        let isOver = false
        const sendFile = client.sliceUploadFile
        client.cancelTask = () => (isOver = true)
        client.sliceUploadFile = (params, callback) => {
          if (params.Body !== this.videoFile) return sendFile.call(client, params, callback)
          // Not before its caller has seen the client, as with the SDK's own.
          Promise.resolve()
            .then(() => sender.send(client, params, () => isOver))
            .then(
              (data) => isOver || callback(null, data),
              (error: unknown) => isOver || callback(error, undefined),
            )
        }
      },
    })
  }
}
