import { Hono } from 'hono'
import { requireCreator } from '../creators/authenticate.ts'
import type { App } from '../context.ts'
import { issueSignature } from '../uploads/issue-signature.ts'
import { checkLimits } from '../uploads/limits.ts'
import { putOpened } from '../uploads/store.ts'
import { newUploadId } from '../uploads/upload-id.ts'

/** The SDK names the file to VOD alone. */
const placeholder = 'mobile upload'

/**
 * `POST /api/signature`: for mobile clients of Tencent's UGSV SDK, in the envelope of its sample
 * service. That SDK takes one signature for a whole publication, so this one serves more than one
 * call: it lives no longer than any other, and opens one upload.
 */
export const signature = new Hono<App>().use(requireCreator).post('/', async (c) => {
  const config = c.get('config')
  const creator = c.get('creator')
  const now = Date.now()
  await checkLimits(c.env.UPLOADS, creator, now)
  const uploadId = newUploadId()
  await putOpened(c.env.UPLOADS, uploadId, {
    creatorId: creator.creatorId,
    name: placeholder,
    size: 0,
    openedAt: now,
    procedure: config.VOD_PROCEDURE !== undefined,
  })
  const { signature } = await issueSignature(config, uploadId, 0, now)
  return c.json({ code: 0, message: 'ok', data: { signature } })
})
