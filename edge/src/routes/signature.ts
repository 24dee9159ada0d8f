import { Hono } from 'hono'
import * as v from 'valibot'
import type { App } from '../context.ts'
import { creatorProblems, requireCreator } from '../creators/authenticate.ts'
import { describeRoute, json } from '../http/describe-route.ts'
import { issueSignature } from '../uploads/issue-signature.ts'
import { checkLimits } from '../uploads/limits.ts'
import { putOpened } from '../uploads/store.ts'
import { newUploadId } from '../uploads/upload-id.ts'

const MobileSignature = v.object({
  code: v.literal(0),
  message: v.literal('ok'),
  data: v.object({ signature: v.string() }),
})

/** The SDK sends the name of the file only to VOD. */
const placeholderName = 'mobile upload'

/**
 * `/api/signature`: for mobile clients with Tencent's UGSV SDK, in the format of its sample service. That SDK uses one
 * signature for all calls of an upload, so this signature is not limited to one call. Its TTL is the usual one.
 */
export const signature = new Hono<App>().use(requireCreator).post(
  '/',
  describeRoute({
    summary: 'Open an upload and issue its signature, for Tencent’s UGSV mobile SDK',
    success: json({ MobileSignature }, 'The signature'),
    problems: [...creatorProblems, 'daily-limit', 'too-many-uploads'],
  }),
  async (c) => {
    const { context, creator } = c.var
    await checkLimits(context, creator)
    const uploadId = newUploadId()
    await putOpened(context.kv, uploadId, {
      creatorId: creator.creatorId,
      name: placeholderName,
      size: 0,
      openedAt: context.now(),
      procedure: context.config.VOD_PROCEDURE !== undefined,
    })
    const { signature } = await issueSignature(context, uploadId, 0)
    return c.json({ code: 0, message: 'ok', data: { signature } })
  },
)
