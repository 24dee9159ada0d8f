/** A file that is too large for a stored copy: its handle is stored, and one click resumes its upload. */
import {
  expect,
  test,
  networkErrors,
  expectStoredFiles,
  megabyte,
  partsInFlight,
  partSize,
  trackUpload,
} from '../upload-faults.ts'
import { writeVideo } from '../video-file.ts'

test('resumes a dropped file with the browser’s permission after one click @whole', async ({
  page,
  region,
  guard,
}, testInfo) => {
  guard.allowErrors(networkErrors)
  const context = page.context()
  await context.addInitScript(() => {
    // A browser with little storage reports this.
    StorageManager.prototype.estimate = async () => ({ quota: 1_000_000, usage: 0 })
    // A drop from the desktop provides a handle. Here it is a handle of a file in the origin private file system.
    Object.assign(DataTransferItem.prototype, {
      getAsFileSystemHandle: async () => {
        const root = await navigator.storage.getDirectory()
        return root.getFileHandle('dropped.mp4')
      },
    })
    // A restarted browser asks for permission, and only after a click.
    let isGranted = false
    Object.assign(FileSystemFileHandle.prototype, {
      queryPermission: async () => (isGranted ? 'granted' : 'prompt'),
      requestPermission: async () => {
        if (!navigator.userActivation.isActive) throw new DOMException('', 'SecurityError')
        isGranted = true
        return 'granted'
      },
    })
  })
  const path = testInfo.outputPath('dropped.mp4')
  await writeVideo(path, 20 * megabyte, 170)
  await page.goto('/')
  // Write the file into the origin private file system through the file input.
  await page.getByLabel('Choose videos').evaluate((input) =>
    input.addEventListener(
      'change',
      (event) => {
        event.stopImmediatePropagation()
        const [file] = (input as HTMLInputElement).files ?? []
        void navigator.storage
          .getDirectory()
          .then((root) => root.getFileHandle('dropped.mp4', { create: true }))
          .then((handle) => handle.createWritable())
          .then((stream) => file?.stream().pipeTo(stream))
          .then(() => document.documentElement.setAttribute('data-written', ''))
      },
      { capture: true, once: true },
    ),
  )
  await page.getByLabel('Choose videos').setInputFiles(path)
  await expect(page.locator('html[data-written]')).toBeAttached()

  const { stored, expectPublished } = await trackUpload(region)
  await region.setFaults({ bytesPerSecond: megabyte })
  const dropped = await page.evaluateHandle(async () => {
    const root = await navigator.storage.getDirectory()
    const transfer = new DataTransfer()
    transfer.items.add(await (await root.getFileHandle('dropped.mp4')).getFile())
    return transfer
  })
  await page.getByRole('region', { name: 'Drop videos here' }).dispatchEvent('drop', {
    dataTransfer: dropped,
  })
  const job = page.getByRole('article', { name: 'dropped.mp4' })
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect.poll(stored, { timeout: 60_000 }).toBeGreaterThan(0)
  await expectStoredFiles(page, 1, 'handles')
  await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await again.goto('/')
  const same = again.getByRole('article', { name: 'dropped.mp4' })
  await expect(same).toHaveAttribute('data-stage', 'paused')
  await expect(same).toContainText('allow access to the file')
  await region.setFaults({ bytesPerSecond: 0 })
  await same.getByRole('button', { name: 'Resume' }).click()
  await expect(same).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expectPublished(path, partsInFlight * partSize)
})
