/** Recording without permission: there is a fake camera, but nobody accepts the permission prompt. */
import { expect, test } from './test.ts'

test.use({ devices: 'blocked' })

test('the recorder explains how to give permission, and starts after permission is given', async ({
  page,
  context,
}) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Record camera' }).click()
  const dialog = page.getByRole('dialog', { name: 'Record camera' })
  await expect(dialog).toHaveAttribute('data-stage', 'refused')
  await expect(dialog.getByRole('status')).toHaveText(
    /Camera and microphone are blocked.* then try again/,
  )
  await context.grantPermissions(['camera', 'microphone'])
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog).toHaveAttribute('data-stage', 'ready')
})
