/** Uploads that outlive their page: killed tabs, restarted browsers, several tabs and creators. */
import { mkdirSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  expect,
  test,
  expectStoredFiles,
  megabyte,
  networkErrors,
  partsInFlight,
  partSize,
  trackUpload,
  upload,
} from '../upload-faults.ts'
import { writeVideo } from '../video-file.ts'

test('a new tab resumes the upload of a killed tab automatically @core', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('killed tab.mp4')
  await writeVideo(path, 16 * megabyte, 109)
  const { received, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(page, path, 'killed tab.mp4')
  await slowDownAt(8 * megabyte, received)
  await expectStoredFiles(page, 1)
  const context = page.context()
  await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'killed tab.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(again.getByRole('article')).toHaveCount(1)
  await expectPublished(path)
  await expectStoredFiles(again, 0)
})

test('a reloaded page continues its upload automatically @core @webkit', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('reloaded.mp4')
  await writeVideo(path, 12 * megabyte, 110)
  const { stored, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(page, path, 'reloaded.mp4')
  await slowDownAt(1, stored)
  await expectStoredFiles(page, 1)
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  const job = page.getByRole('article', { name: 'reloaded.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path)
})

test('a video is stored even if its tab is killed directly after it was added @whole', async ({
  page,
  region,
}, testInfo) => {
  const path = testInfo.outputPath('barely added.mp4')
  await writeVideo(path, 6 * megabyte, 118)
  const { expectPublished } = await trackUpload(region)
  const context = page.context()
  await page.goto('/')
  const choice = page.getByLabel('Choose videos')
  await expect(choice).toBeEnabled()
  // Disable timers, so that a delayed write would never happen.
  await page.evaluate(() => void Object.assign(window, { setTimeout: () => 0 }))
  await choice.setInputFiles(path)
  await expect(page.getByRole('article', { name: 'barely added.mp4' })).toBeVisible()
  await expectStoredFiles(page, 1)
  await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'barely added.mp4' })
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

test('an upload resumes when the same file is chosen again, if the browser stores no file @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  // A browser with little storage reports this.
  await page.context().addInitScript(() => {
    StorageManager.prototype.estimate = async () => ({ quota: 1_000_000, usage: 0 })
  })
  const path = testInfo.outputPath('not kept.mp4')
  await writeVideo(path, 16 * megabyte, 112)
  const { received, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(page, path, 'not kept.mp4')
  await slowDownAt(6 * megabyte, received)
  await expect(page.getByText('Not enough storage to keep a copy')).toBeVisible()
  const context = page.context()
  await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'not kept.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'paused')
  await expect(job).toContainText('Choose this file again')
  await region.setFaults({ bytesPerSecond: 0 })
  await again.getByLabel('Choose videos').setInputFiles(path)
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(again.getByRole('article')).toHaveCount(1)
  await expectPublished(path)
})

test('a restarted browser resumes the chosen files automatically, even if they changed on disk @core', async ({
  startBrowser,
  region,
}, testInfo) => {
  const paths = ['going', 'resting'].map((name) => testInfo.outputPath(`${name}.mp4`))
  for (const [index, path] of paths.entries()) await writeVideo(path, 16 * megabyte, 150 + index)
  const { stored, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const profile = testInfo.outputPath('profile')
  const start = async () => {
    const context = await startBrowser(profile)
    const page = context.pages()[0] ?? (await context.newPage())
    await page.goto('/')
    const job = (name: string) => page.getByRole('article', { name: `${name}.mp4` })
    return { context, page, job }
  }
  const before = await start()
  await before.page.getByLabel('Choose videos').setInputFiles(paths)
  await before.page.getByRole('button', { name: 'Upload all' }).click()
  await slowDownAt(1, stored)
  await expect(before.page.getByText('Uploading 2 of 2').first()).toBeVisible()
  await before.job('resting').getByRole('button', { name: 'Pause' }).click()
  await expectStoredFiles(before.page, 2)
  await before.context.close()
  const asChosen = testInfo.outputPath('as chosen', 'going.mp4')
  mkdirSync(dirname(asChosen))
  await copyFile(paths[0] ?? '', asChosen)
  await writeVideo(paths[0] ?? '', 16 * megabyte, 160)

  await region.setFaults({ bytesPerSecond: 0 })
  const after = await start()
  await expect(after.job('going')).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(after.job('resting')).toHaveAttribute('data-stage', 'paused')
  await after.job('resting').getByRole('button', { name: 'Resume' }).click()
  await expect(after.job('resting')).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  // Both were uploaded concurrently.
  const size = 16 * megabyte
  for (const path of [asChosen, paths[1] ?? ''])
    await expectPublished(path, size + 2 * partsInFlight * partSize)
})

test('publishes a video once if its page is closed during the commit @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('late commit.mp4')
  await writeVideo(path, 6 * megabyte, 113)
  const { expectPublished } = await trackUpload(region)
  await region.setFaults({ commitFailures: 1_000 })
  const job = await upload(page, path, 'late commit.mp4')
  await expect(job).toHaveAttribute('data-stage', 'committing', { timeout: 30_000 })
  const context = page.context()
  await page.close({ runBeforeUnload: false })
  // One more failure than the retries of the new page before it lists the stored parts.
  await region.setFaults({ commitFailures: 5 })
  const again = await context.newPage()
  await again.goto('/')
  const same = again.getByRole('article', { name: 'late commit.mp4' })
  await expect(same).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, 0)
})

test('restarts automatically if the upload session expired while the page was closed @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('forgotten.mp4')
  const size = 16 * megabyte
  await writeVideo(path, size, 117)
  const { stored, received, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(page, path, 'forgotten.mp4')
  await slowDownAt(1, stored)
  await expectStoredFiles(page, 1)
  const context = page.context()
  await page.close({ runBeforeUnload: false })
  const before = await received()
  const { applies } = await region.stats()
  await region.setFaults({ sessionTtlSeconds: 0 })
  const again = await context.newPage()
  await again.goto('/')
  const job = again.getByRole('article', { name: 'forgotten.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  // After three rejections the fourth apply call opens another session.
  await expect.poll(async () => (await region.stats()).applies - applies).toBeGreaterThan(3)
  await region.setFaults({ sessionTtlSeconds: 86_400, bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  // Parts of an expired session cannot be used.
  await expectPublished(path, before + partsInFlight * partSize)
  expect((await received()) - size).toBeGreaterThanOrEqual(partSize)
})

test('a second tab sends nothing twice and takes over when the first tab is closed @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const path = testInfo.outputPath('two tabs.mp4')
  await writeVideo(path, 16 * megabyte, 130)
  const { received, slowDownAt, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const second = await page.context().newPage()
  await second.goto('/')
  await expect(second.getByLabel('Choose videos')).toBeAttached()
  await upload(page, path, 'two tabs.mp4')
  await slowDownAt(6 * megabyte, received)
  await expectStoredFiles(page, 1)
  await expect(second.getByRole('article')).toHaveCount(0)
  await page.close({ runBeforeUnload: false })
  const job = second.getByRole('article', { name: 'two tabs.mp4' })
  await expect(job).toHaveAttribute('data-stage', 'uploading')
  await region.setFaults({ bytesPerSecond: 0 })
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path)
})

test('an upload resumes only for its creator if several creators use the same browser @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const context = page.context()
  const openAs = async (creatorId: string, opened = context.newPage()) => {
    const tab = await opened
    const creator = { creatorId, name: creatorId, permissions: ['video:upload'] }
    await tab.route('/api/session', (route) => route.fulfill({ json: { creator } }))
    await tab.goto('/')
    return tab
  }
  const path = testInfo.outputPath('of ada.mp4')
  await writeVideo(path, 6 * megabyte, 131)
  const { stored, slowDownAt, expectPublished } = await trackUpload(region)
  const ada = await openAs('ada', Promise.resolve(page))
  await region.setFaults({ bytesPerSecond: megabyte })
  await upload(ada, path, 'of ada.mp4')
  await slowDownAt(1, stored)
  await ada.close({ runBeforeUnload: false })

  const bea = await openAs('bea')
  await bea.getByLabel('Choose videos').setInputFiles(path)
  await expect(bea.getByRole('article')).toHaveAttribute('data-stage', 'draft')
  await bea.close({ runBeforeUnload: false })

  await region.setFaults({ bytesPerSecond: 0 })
  const again = await openAs('ada')
  await expect(again.getByRole('article')).toHaveAttribute('data-stage', 'ready', {
    timeout: 60_000,
  })
  await expectPublished(path)
})
