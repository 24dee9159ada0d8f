/** Recording without permission: there is a fake camera, but nobody accepts the permission prompt. */
import { findBrowser } from './browser.ts'
import { expect, test } from './test.ts'

const executablePath = findBrowser()

test.use({
  launchOptions: {
    ...(executablePath && { executablePath }),
    args: ['--use-fake-device-for-media-stream'],
  },
})

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
