/** Links to private videos, in a studio whose creators need an invitation, with a local region of its own. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect } from '@playwright/test'
import { startRegion } from '@reelferry/local-vod'
import { test } from './browsers/fixtures.ts'
import { freePort, startStudio } from './studio.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const buffer = readFileSync(new URL('fixtures/clip.mp4', import.meta.url))
const sessionSecret = 'a-session-secret-of-this-test-32-characters'
const account = { appId: 1500000001, secretId: 'AKIDofThisTest', secretKey: 'a-key-of-this-test' }

/** The address with which a creator signs in. */
function invitation(origin: string): string {
  const command = ['edge/commands/invite.ts', 'ada', 'Ada', origin]
  const env = { ...process.env, SESSION_SECRET: sessionSecret }
  return spawnSync(process.execPath, command, { cwd: root, env, encoding: 'utf8' }).stdout.trim()
}

test('a link shows a private video to a viewer without an account, until it is revoked', async ({
  page,
  browser,
}, testInfo) => {
  const port = await freePort()
  const region = await startRegion({
    port: 0,
    directory: testInfo.outputPath('region'),
    account,
    notificationUrl: `http://127.0.0.1:${port}/api/vod/events/a-callback-secret-of-this-test`,
  })
  const studio = await startStudio('preview', {
    PORT: String(port),
    AUTH_MODE: 'invite',
    VOD_SECRET_ID: account.secretId,
    VOD_SECRET_KEY: account.secretKey,
    VOD_PROCEDURE: 'LongVideoPreset',
    VOD_API_ENDPOINT: region.origin,
    VOD_UPLOAD_ENDPOINT: region.origin,
    COS_ENDPOINT: region.origin,
    MEDIA_ORIGINS: region.origin,
    CALLBACK_SECRET: 'a-callback-secret-of-this-test',
    SESSION_SECRET: sessionSecret,
  })
  const viewers = await browser.newContext({ locale: 'en-US' })
  try {
    await page.goto(invitation(studio.origin))
    await page
      .getByLabel('Choose videos')
      .setInputFiles({ name: 'harbor.mp4', mimeType: 'video/mp4', buffer })
    const job = page.getByRole('article', { name: 'harbor.mp4' })
    await job.getByLabel('Visibility').selectOption('private')
    await job.getByRole('button', { name: 'Upload' }).click()
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    await page.getByRole('link', { name: 'Library' }).click()
    await page.getByRole('link', { name: 'harbor', exact: true }).click()

    await page.getByText('Share for a limited time').click()
    const made = page.waitForResponse(
      (response) => response.url().endsWith('/links') && response.request().method() === 'POST',
    )
    await page.getByRole('button', { name: '7 days' }).click()
    const { path } = (await (await made).json()) as { path: string }
    await expect(page.getByText(/^Valid until /)).toBeVisible()
    await page.getByLabel('Publish at').fill('2099-12-03T09:00')
    await expect(page.getByText(/^Public from Dec 3, 2099/)).toBeVisible()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Unsaved changes')).toBeHidden()

    const viewer = await viewers.newPage()
    await viewer.goto(studio.origin + path.replace(/\?.*/, ''))
    await expect(viewer.getByText('This video is private')).toBeVisible()
    await viewer.goto(studio.origin + path)
    await expect(viewer.getByRole('heading', { name: 'harbor' })).toBeVisible()
    const video = viewer.locator('video')
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState))
      .toBeGreaterThanOrEqual(2)

    await page.getByRole('button', { name: 'Revoke' }).click()
    await expect(page.getByText(/^Link revoked/)).toBeVisible()
    await viewer.reload()
    await expect(viewer.getByText('This link no longer works')).toBeVisible()
    await expect(viewer.getByText('harbor')).toBeHidden()
  } finally {
    await viewers.close()
    await studio.stop()
    await region.close()
  }
})
