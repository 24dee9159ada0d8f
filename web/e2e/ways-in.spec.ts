/** The ways a video gets into the queue beside the button, as the browser itself takes them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, test } from './test.ts'

/** A folder with videos in it and below it, and something else. */
function folder(path: string): string {
  mkdirSync(`${path}/trip/second day`, { recursive: true })
  writeFileSync(`${path}/trip/harbour.mp4`, 'harbour')
  writeFileSync(`${path}/trip/second day/island 岛.mov`, 'island')
  writeFileSync(`${path}/trip/notes.txt`, 'notes')
  return `${path}/trip`
}

test('of a folder that is chosen its videos are taken, also those further down', async ({
  page,
}, testInfo) => {
  const path = folder(testInfo.outputDir)
  await page.goto('/')
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a folder' }).click()
  await (await chooser).setFiles(path)
  await expect(page.getByRole('article', { name: 'harbour.mp4' })).toBeVisible()
  await expect(page.getByRole('article', { name: 'island 岛.mov' })).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(2)
})

/** What the browser does when something is dragged over it from the desktop. */
async function dragging(page: Page, files: string[]) {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files, dragOperationsMask: 1 }
  return (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 10, y: 700, data })
}

test('files and folders can be dropped anywhere on the page', async ({ page }, testInfo) => {
  const path = folder(testInfo.outputDir)
  const file = testInfo.outputPath('alone.webm')
  writeFileSync(file, 'alone')
  await page.goto('/')
  const hint = page.getByRole('region', { name: 'Drop videos here' })
  await expect(hint).toBeVisible()
  const drag = await dragging(page, [path, file])
  await drag('dragEnter')
  await drag('dragOver')
  await expect(hint).toContainText('Let go to add them')
  await drag('drop')
  await expect(page.getByRole('article')).toHaveCount(3)
  await expect(page.getByRole('article', { name: 'island 岛.mov' })).toBeVisible()
  await expect(hint).not.toContainText('Let go')
})

test('a folder that cannot be read, or has no videos, is told', async ({ page }, testInfo) => {
  const path = folder(testInfo.outputDir)
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
        // As of a folder of another user.
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
  const drop = async (what: string) => {
    const drag = await dragging(page, [what])
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await drag(type)
  }
  await drop(path)
  await expect(area).toContainText('Part of that folder could not be read')
  await expect(page.getByRole('article', { name: 'harbour.mp4' })).toBeVisible()
  await drop(empty)
  await expect(area).toContainText('There are no videos in that folder')
  await expect(page.getByRole('article')).toHaveCount(1)
  await page.getByLabel('Choose videos').setInputFiles(`${path}/second day/island 岛.mov`)
  await expect(area).toContainText('Up to')
})

test.describe('what is pasted', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

  test('is taken like what is chosen, and a picture is told to be none', async ({ page }) => {
    await page.goto('/')
    await expect(page.getByLabel('Choose videos')).toBeVisible()
    // No browser lets a page put a video on the clipboard, but pictures are pasted as files too.
    await page.evaluate(async () => {
      const canvas = document.createElement('canvas')
      const png = new Promise<Blob>((resolve) =>
        canvas.toBlob((blob) => resolve(blob ?? new Blob()), 'image/png'),
      )
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })])
    })
    await page.keyboard.press('ControlOrMeta+V')
    const picture = page.getByRole('article', { name: 'image.png' })
    await expect(picture).toContainText('Cannot be uploaded')
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File(['pasted'], 'pasted.mp4', { type: 'video/mp4' }))
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    })
    await expect(page.getByRole('article', { name: 'pasted.mp4' })).toContainText('Ready to upload')
  })
})
