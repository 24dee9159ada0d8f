import { expect, it } from 'vitest'
import { newUploadId, sourceContext, verifySourceContext } from '../../src/uploads/upload-id.ts'

const secret = 'a secret of thirty-two characters'

it('contains the upload id, in at most 250 characters that need no encoding', async () => {
  const uploadId = newUploadId()
  const context = await sourceContext(secret, uploadId)
  expect(context).toMatch(/^[\w.-]{1,250}$/)
  expect(await verifySourceContext([secret], context)).toBe(uploadId)
})

it('rejects a context that was not signed with this secret for this upload', async () => {
  const [uploadId, otherId] = [newUploadId(), newUploadId()]
  const context = await sourceContext(secret, uploadId)
  const mac = context.split('.')[1]
  for (const forged of [
    `${otherId}.${mac}`,
    `${context}x`,
    `${context}.${mac}`,
    uploadId,
    `${uploadId}.`,
    '',
    null,
    await sourceContext(`${secret}!`, uploadId),
  ])
    expect(await verifySourceContext([secret], forged)).toBeUndefined()
})
