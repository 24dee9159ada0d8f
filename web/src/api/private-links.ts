import {
  type LinkId,
  type MakeLink,
  PrivateLink,
  PrivateLinks,
  type UploadId,
} from '@reelferry/contract'
import { call, post, send } from './request.ts'

const pathOf = (uploadId: UploadId) => `/api/uploads/${uploadId}/links`

/** The links to a private video. Separate from the calls that the queue loads. Every call rejects with an `EdgeError`. */
export const privateLinks = {
  list: async (uploadId: UploadId): Promise<PrivateLink[]> =>
    (await call(PrivateLinks, pathOf(uploadId))).links,
  make: (uploadId: UploadId, days: MakeLink['days']): Promise<PrivateLink> =>
    call(PrivateLink, pathOf(uploadId), post({ days })),
  revoke: async (uploadId: UploadId, linkId: LinkId): Promise<void> =>
    void (await send(`${pathOf(uploadId)}/${linkId}`, { method: 'DELETE' })),
}
