import { expect, it } from 'vitest'
import { newUploadId, sourceContext, verifySourceContext } from '../../src/uploads/upload-id.ts'

const secret = 'a secret of thirty-two characters'

it('finds its upload again, and fits into 250 characters that need no encoding', async () => {
  const uploadId = newUploadId()
  const context = await sourceContext(secret, uploadId)
  expect(context).toMatch(/^[\w.-]{1,250}$/)
  expect(await verifySourceContext([secret], context)).toBe(uploadId)
})

it('refuses what was not written with this secret for this upload', async () => {
  const [one, two] = [newUploadId(), newUploadId()]
  const context = await sourceContext(secret, one)
  const mac = context.split('.')[1]
  for (const forged of [
    `${two}.${mac}`,
    `${context}x`,
    `${context}.${mac}`,
    one,
    `${one}.`,
    '',
    null,
    await sourceContext(`${secret}!`, one),
  ])
    expect(await verifySourceContext([secret], forged)).toBeUndefined()
})
