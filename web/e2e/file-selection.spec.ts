/** Folders, drag and drop, and paste, with the browser's real input events. */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

/** Creates a folder with a video, a video in a subfolder, and another file. */
function createFolder(path: string): string {
  mkdirSync(`${path}/trip/second day`, { recursive: true })
  writeFileSync(`${path}/trip/harbour.mp4`, 'harbour')
  writeFileSync(`${path}/trip/second day/island 岛.mov`, 'island')
  writeFileSync(`${path}/trip/notes.txt`, 'notes')
  return `${path}/trip`
}

test('choosing a folder adds its videos, also those in subfolders', async ({ page }, testInfo) => {
  const path = createFolder(testInfo.outputDir)
  await page.goto('/')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  await (await chooser).setFiles(path)
  await expect(page.getByRole('article', { name: 'harbour.mp4' })).toBeVisible()
  await expect(page.getByRole('article', { name: 'island 岛.mov' })).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(2)
})

/** Returns a function that sends the browser's drag events for files from the desktop. */
async function dragFiles(page: Page, files: string[]) {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  return (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 10, y: 700, data })
}

test('files and folders can be dropped anywhere on the page @cdp', async ({ page }, testInfo) => {
  const path = createFolder(testInfo.outputDir)
  const file = testInfo.outputPath('alone.webm')
  writeFileSync(file, 'alone')
  await page.goto('/')
  const hint = page.getByRole('region', { name: 'Drop videos here' })
  await expect(hint).toBeVisible()
  const drag = await dragFiles(page, [path, file])
  await drag('dragEnter')
  await drag('dragOver')
  await expect(hint).toContainText('Drop to add 2 videos')
  await drag('drop')
  await expect(page.getByRole('article')).toHaveCount(3)
  await expect(page.getByRole('article', { name: 'island 岛.mov' })).toBeVisible()
  await expect(hint).not.toContainText('Drop to add')
})

test('reports a folder that cannot be read or has no videos', async ({ page }, testInfo) => {
  const path = createFolder(testInfo.outputDir)
  const empty = testInfo.outputPath('empty')
  mkdirSync(empty)
  await page.addInitScript(() => {
    const { webkitGetAsEntry } = DataTransferItem.prototype
    DataTransferItem.prototype.webkitGetAsEntry = function () {
      const entry = webkitGetAsEntry.call(this) as FileSystemDirectoryEntry
      const prototype = Object.getPrototypeOf(entry) as FileSystemDirectoryEntry
      const { createReader } = prototype
      prototype.createReader = function () {
        const reader = createReader.call(this)
        // The same error as for a folder of another user.
        if (this.name === 'second day')
          reader.readEntries = (_, fail) => fail?.(new DOMException('', 'NotReadableError'))
        return reader
      }
      return entry
    }
  })
  await page.goto('/')
  const area = page.getByRole('region', { name: 'Drop videos here' })
  await expect(area).toBeVisible()
  const drop = async (dropped: string) => {
    const drag = await dragFiles(page, [dropped])
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await drag(type)
  }
  await drop(path)
  await expect(area).toContainText('Some files in that folder couldn’t be read')
  await expect(page.getByRole('article', { name: 'harbour.mp4' })).toBeVisible()
  await drop(empty)
  await expect(area).toContainText('No videos in that folder')
  await expect(page.getByRole('article')).toHaveCount(1)
  await page.getByLabel('Choose videos').setInputFiles(`${path}/second day/island 岛.mov`)
  await expect(area).not.toContainText('No videos')
})

test.describe('paste', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('adds a video and rejects a picture', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByLabel('Choose videos')).toBeVisible()
    // A page cannot put a video on the clipboard, but a picture, which is also pasted as a file.
    await page.evaluate(async () => {
      const canvas = document.createElement('canvas')
      const png = new Promise<Blob>((resolve) =>
        canvas.toBlob((blob) => resolve(blob ?? new Blob()), 'image/png'),
      )
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
    })
    await page.keyboard.press('ControlOrMeta+V')
    await expect(page.getByRole('alert').filter({ hasText: 'image.png' })).toBeVisible()
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File(['pasted'], 'pasted.mp4', { type: 'video/mp4' }))
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })
    await expect(page.getByRole('article', { name: 'pasted.mp4' })).toHaveAttribute(
      'data-stage',
      'draft',
    )
  })
})
