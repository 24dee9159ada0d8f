/** Recording with the browser's fake camera, microphone and screen, until VOD has the same file. */
import { readFile } from 'node:fs/promises'
import { BufferSource, Input, MP4, WEBM } from 'mediabunny'
import type { Locator, Page } from '@playwright/test'
import { encodesMp4, recordsVideo } from './browsers/capabilities.ts'
import { crash, expect, test } from './test.ts'

test.use({ devices: 'allowed' })

const savedRecordings = (page: Page) => page.getByRole('region', { name: 'Unsaved recordings' })

/** The files of each recording in the origin private file system, with size and SHA-256. */
const recordings = (page: Page) =>
  page.evaluate(async () => {
    const found: { name: string; size: number; sha256: string }[][] = []
    for (const files of await window.recordedFiles()) {
      const hashes = files.map(async (handle) => {
        const file = await handle.getFile()
        const hash = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
        const bytes = Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0'))
        return { name: file.name, size: file.size, sha256: bytes.join('') }
      })
      found.push(await Promise.all(hashes))
    }
    return found
  })

/** Number of audio tracks of a preview, and therefore of the recording. */
const audioTrackCount = (video: Locator) =>
  video.evaluate(
    (element: HTMLVideoElement) => (element.srcObject as MediaStream).getAudioTracks().length,
  )

/** The bytes of the only recorded file. */
const onlyFile = async (page: Page) => {
  const bytes = await page.evaluate(async () => {
    const [[handle] = []] = await window.recordedFiles()
    return Array.from(new Uint8Array((await (await handle?.getFile())?.arrayBuffer()) ?? []))
  })
  return Buffer.from(bytes)
}

/** The video codec and the audio codec of a recording. */
async function codecsOf(bytes: Buffer) {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4, WEBM] })
  const tracks = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
  return Promise.all(tracks.map((track) => track?.getCodec()))
}

/** Truncates the only recorded file to `size` bytes. */
const truncateFile = (page: Page, size: number) =>
  page.evaluate(async (size) => {
    const [[handle] = []] = await window.recordedFiles()
    const stream = await handle?.createWritable({ keepExistingData: true })
    await stream?.truncate(size)
    await stream?.close()
  }, size)

/** Duration of a video in a player, seconds, and whether the player can seek to the middle. */
const playable = (video: Locator) => video.evaluate((element) => window.play(element))

/** The same for the only recorded file. */
const playableFile = (page: Page) =>
  page.evaluate(async () => {
    const [[handle] = []] = await window.recordedFiles()
    const video = document.createElement('video')
    if (handle) video.src = URL.createObjectURL(await handle.getFile())
    return window.play(video)
  })

declare global {
  interface Window {
    /** File handles of each recording. */
    recordedFiles(): Promise<FileSystemFileHandle[][]>
    play(video: Element): Promise<{ duration: number; isSought: boolean }>
  }
}

test.beforeEach(async ({ context }) => {
  await context.addInitScript(() => {
    type Directory = FileSystemDirectoryHandle & { values(): AsyncIterable<FileSystemHandle> }
    window.recordedFiles = async () => {
      const root = await navigator.storage.getDirectory()
      const all = (await root.getDirectoryHandle('captured', { create: true })) as Directory
      const recordings: FileSystemFileHandle[][] = []
      for await (const recording of all.values()) {
        const files: FileSystemFileHandle[] = []
        for await (const file of (recording as Directory).values())
          files.push(file as FileSystemFileHandle)
        recordings.push(files)
      }
      return recordings
    }
    window.play = async (element) => {
      const video = element as HTMLVideoElement
      const happened = (name: string) =>
        new Promise((resolve) => video.addEventListener(name, resolve, { once: true }))
      if (video.readyState < 1) await happened('loadedmetadata')
      const { duration } = video
      video.currentTime = duration / 2
      await happened('seeked')
      return { duration, isSought: Math.abs(video.currentTime - duration / 2) < 0.1 }
    }
  })
})

/** Opens the studio and its recorder, and waits for the picture of the camera. */
async function openCamera(page: Page): Promise<Locator> {
  await page.goto('/')
  await page.getByRole('button', { name: 'Record camera' }).click()
  const dialog = page.getByRole('dialog', { name: 'Record camera' })
  await expect(dialog).toHaveAttribute('data-stage', 'ready')
  return dialog
}

const choose = (dialog: Locator, name: string) => dialog.getByRole('button', { name }).click()

/** Resolves when the recorder's timer shows at least `seconds`. */
const recordedFor = (dialog: Locator, seconds: number) =>
  expect
    .poll(async () => Number((await dialog.getByRole('timer').textContent())?.split(':')[1]))
    .toBeGreaterThanOrEqual(seconds)

test('a creator records the camera by keyboard with a pause, closes the dialog, and publishes the same file @core', async ({
  page,
  engine,
  region,
}) => {
  await page.goto('/')
  const opener = page.getByRole('button', { name: 'Record camera' })
  await opener.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Record camera' })
  await expect(dialog).toHaveAttribute('data-stage', 'ready')
  await expect(dialog.getByLabel('Camera', { exact: true })).toHaveValue(/./)
  await expect(dialog.getByRole('meter', { name: 'Microphone level' })).toBeVisible()
  // Muted, because otherwise the microphone would record the loudspeaker.
  await expect(dialog.getByLabel('Preview')).toHaveJSProperty('muted', true)
  await dialog.getByLabel('3-second countdown').press('Space')
  await dialog.getByRole('button', { name: 'Record' }).press('Enter')
  await recordedFor(dialog, 1)
  if (!recordsVideo.includes(engine)) {
    // The browser offers to record and then delivers nothing, which is known only at the end.
    await recordedFor(dialog, 4)
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveAttribute('data-stage', 'unfinished')
    await expect(
      dialog.getByRole('heading', { name: 'Your browser couldn’t record.' }),
    ).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(page.getByLabel('Choose videos')).toBeAttached()
    return
  }
  // The current size and the maximum length.
  await expect(dialog).toContainText(/[1-9][\d.]* [kM]B.*Up to/)
  // The pressed button was replaced, and the next button has the focus.
  const pause = dialog.getByRole('button', { name: 'Pause' })
  await expect(pause).toBeFocused()
  await pause.press('Enter')
  await expect(dialog).toHaveAttribute('data-stage', 'paused')
  await dialog.getByRole('button', { name: 'Resume' }).press('Enter')
  await recordedFor(dialog, 2)
  // The first Escape ends the recording, the second closes the dialog.
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveAttribute('data-stage', 'review')
  await expect(dialog.getByRole('button', { name: 'Use recording' })).toBeFocused()
  const { duration, isSought } = await playable(dialog.getByLabel('Your recording'))
  expect(duration).toBeGreaterThan(1)
  expect(isSought).toBe(true)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(opener).toBeFocused()

  const [[file] = []] = await recordings(page)
  const container = encodesMp4.includes(engine) ? 'mp4' : 'webm'
  expect(file?.name).toMatch(/^Camera \d{4}-\d\d-\d\d \d\d\.\d\d\.\w+$/)
  expect(file?.name).toContain(`.${container}`)
  await choose(savedRecordings(page), 'Use recording')
  const job = page.getByRole('article', { name: file?.name ?? '' })
  await job.getByRole('button', { name: 'Upload' }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const published = (await region.media()).find(({ sha256 }) => sha256 === file?.sha256)
  expect(`${published?.name}.${container}`).toBe(file?.name)
  await expect.poll(() => recordings(page)).toEqual([])

  const bytes = Buffer.from(await (await fetch(published?.mediaUrl ?? '')).arrayBuffer())
  expect(await codecsOf(bytes)).toEqual(
    container === 'mp4' ? ['avc', 'aac'] : [expect.stringMatching(/^vp[89]$/), 'opus'],
  )
  if (container === 'mp4') expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'))
})

test('a recording that a crash interrupted is offered on the next visit and can be used @cdp @whole', async ({
  page,
  context,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const dialog = await openCamera(page)
  // With reduced motion, the level is a word.
  await expect(dialog.getByRole('meter')).toBeHidden()
  await expect(dialog.locator('.capture-loudness')).toBeVisible()
  await dialog.getByLabel('3-second countdown').uncheck()
  await choose(dialog, 'Record')
  await recordedFor(dialog, 2)
  const [[before] = []] = await recordings(page)
  const beforeUnload = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const confirmation = await beforeUnload
  expect(confirmation.type()).toBe('beforeunload')
  await confirmation.dismiss()
  await crash(page)

  const next = await context.newPage()
  await next.goto('/')
  await expect(savedRecordings(next)).toContainText(/Unsaved (camera|screen) recording from /)
  const [[raw] = []] = await recordings(next)
  expect(raw?.size).toBeGreaterThanOrEqual(before?.size ?? Infinity)
  // Truncated at any byte, as after a power failure.
  await truncateFile(next, (raw?.size ?? 0) - 777)
  // The finished file has wrong content. The raw recording must still be there.
  // A flag instead of `unroute`, which can wait forever for a worker that has ended.
  let isBroken = true
  await next.route(/assets\/worker-/, async (route) => {
    if (!isBroken) return route.continue()
    const response = await route.fetch()
    const body = `const { write } = FileSystemSyncAccessHandle.prototype
FileSystemSyncAccessHandle.prototype.write = function (data, at) {
  return write.call(this, new Uint8Array(data.byteLength), at)
}
${await response.text()}`
    await route.fulfill({ response, body })
  })
  await choose(savedRecordings(next), 'Use recording')
  await expect(savedRecordings(next).getByRole('alert')).toBeVisible()
  expect(await recordings(next)).toMatchObject([[{ name: 'raw' }]])
  isBroken = false
  await next.reload()
  await choose(savedRecordings(next), 'Use recording')
  const job = next.getByRole('article', { name: /^Camera .*\.mp4$/ })
  await expect(job).toHaveAttribute('data-stage', 'draft')
  await expect(savedRecordings(next)).toHaveCount(0)
  const [[file] = []] = await recordings(next)
  expect(file?.name).toMatch(/\.mp4$/)

  expect(await playableFile(next)).toMatchObject({ isSought: true })

  // After the time for undo, the recording of the removed job is kept, because it is the only copy.
  await choose(job, 'Remove')
  await choose(savedRecordings(next), 'Discard')
  await expect(savedRecordings(next)).toHaveCount(0)
  await expect.poll(() => recordings(next)).toEqual([])
})

test('records a screen with the microphone until the browser stops sharing', async ({ page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: 'Record screen' }).click()
  const dialog = page.getByRole('dialog', { name: 'Record screen' })
  await choose(dialog, 'Choose what to share')
  await expect(dialog).toHaveAttribute('data-stage', 'ready')
  await expect(dialog.getByRole('meter', { name: 'Microphone level' })).toBeVisible()
  // The sound of the screen and of the microphone are one track.
  expect(await audioTrackCount(dialog.getByLabel('Preview'))).toBe(1)
  await choose(dialog, 'Record')
  await recordedFor(dialog, 1)
  // The browser's button for stopping does the same.
  await dialog.getByLabel('Preview').evaluate((video: HTMLVideoElement) => {
    const [track] = (video.srcObject as MediaStream).getVideoTracks()
    track?.dispatchEvent(new Event('ended'))
  })
  await expect(dialog).toHaveAttribute('data-stage', 'review')
  await expect(dialog).toContainText('The video feed ended')
  expect((await playable(dialog.getByLabel('Your recording'))).isSought).toBe(true)
  expect(await codecsOf(await onlyFile(page))).toEqual(['avc', 'aac'])
  await choose(dialog, 'Use recording')
  await expect(page.getByRole('article', { name: /^Screen .*\.mp4$/ })).toBeVisible()
})

/** Replaces screen and camera by pictures of one color, so that a recording shows which pixel comes from where. */
const useColoredDevices = (page: Page) =>
  page.addInitScript(() => {
    const colored = (color: string, width: number, height: number) => {
      const canvas = Object.assign(document.createElement('canvas'), { width, height })
      const context = canvas.getContext('2d')
      const draw = () => {
        if (!context) return
        context.fillStyle = color
        context.fillRect(0, 0, width, height)
      }
      draw()
      setInterval(draw, 40)
      return canvas.captureStream(25)
    }
    const { mediaDevices } = navigator
    mediaDevices.getDisplayMedia = async () => colored('#0000ff', 1280, 720)
    mediaDevices.getUserMedia = async () => colored('#ff0000', 640, 480)
  })

/** The colors of the only recorded file at its end, at positions in pixels. */
const colorsAt = (page: Page, positions: Record<string, [x: number, y: number]>) =>
  page.evaluate(async (positions) => {
    const [[handle] = []] = await window.recordedFiles()
    const video = document.createElement('video')
    if (handle) video.src = URL.createObjectURL(await handle.getFile())
    const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve))
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }))
    await shown
    const last = new Promise((resolve) => video.requestVideoFrameCallback(resolve))
    video.currentTime = video.duration - 0.1
    await last
    const { videoWidth: width, videoHeight: height } = video
    const context = new OffscreenCanvas(width, height).getContext('2d', {
      willReadFrequently: true,
    })
    context?.drawImage(video, 0, 0)
    const colors = Object.entries(positions).map(([name, [x, y]]) => {
      const [red = 0, green = 0, blue = 0] = context?.getImageData(x, y, 1, 1).data ?? []
      const isStrong = (value: number) => value > 180
      const color = [red, green, blue].map((value) => Number(isStrong(value))).join('')
      return [name, { '100': 'camera', '001': 'screen', '111': 'ring' }[color] ?? color]
    })
    return { size: [width, height], ...Object.fromEntries(colors) }
  }, positions)

for (const path of ['in a worker', 'on the page'])
  test(`records the camera in a movable circle on a screen, drawn ${path} @whole`, async ({
    page,
  }) => {
    await useColoredDevices(page)
    if (path === 'on the page')
      await page.addInitScript(() => Reflect.deleteProperty(window, 'MediaStreamTrackProcessor'))
    await page.goto('/')
    await page.getByRole('button', { name: 'Record screen' }).click()
    const dialog = page.getByRole('dialog', { name: 'Record screen' })
    await choose(dialog, 'Both')
    await choose(dialog, 'Choose what to share')
    await expect(dialog).toHaveAttribute('data-stage', 'ready')
    await dialog.getByRole('button', { name: 'Record' }).click()
    await recordedFor(dialog, 1)
    // From the corner at the bottom left to the top right, beyond the edges of the picture.
    const bubble = dialog.getByRole('button', { name: 'Your camera' })
    const [handle, picture] = [
      await bubble.boundingBox(),
      await dialog.getByLabel('Preview').boundingBox(),
    ]
    if (!handle || !picture) throw new Error('The recorder is not visible.')
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
    await page.mouse.down()
    await page.mouse.move(picture.x + picture.width + 50, picture.y - 50)
    await page.mouse.up()
    // One step of the keyboard: 2 % of the width.
    await bubble.press('ArrowLeft')
    await recordedFor(dialog, 4)
    await dialog.getByRole('button', { name: 'Stop' }).click()
    await expect(dialog).toHaveAttribute('data-stage', 'review')
    // The circle has a diameter of 256 px. Its center is 0.62 diameters from the edges, and 26 px further left.
    const [x, y] = [1280 - 159 - 26, 159]
    expect(
      await colorsAt(page, {
        center: [x, y],
        left: [x - 118, y],
        right: [x + 118, y],
        ring: [x, y + 127],
        outside: [x - 145, y],
        corner: [x + 110, y + 110],
        before: [159, 561],
        middle: [640, 360],
      }),
    ).toEqual({
      size: [1280, 720],
      center: 'camera',
      left: 'camera',
      right: 'camera',
      ring: 'ring',
      outside: 'screen',
      corner: 'screen',
      before: 'screen',
      middle: 'screen',
    })
  })

test('picture and buttons stay in place in every stage and every mode @whole', async ({ page }) => {
  await page.goto('/')
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport)
    await page.getByRole('button', { name: 'Record camera' }).click()
    const dialog = page.locator('dialog[open]')
    const places = async (button: string) => {
      const boxes = [dialog, dialog.locator('.capture-picture'), dialog.locator(button)]
      return Promise.all(boxes.map((box) => box.boundingBox()))
    }
    await expect(dialog).toHaveAttribute('data-stage', 'ready')
    const before = await places('.capture-round')
    expect(before[2]).toMatchObject({ width: 68, height: 68 })
    if (viewport.width > 640) expect(before[0]).toMatchObject({ width: 928, height: 720 })
    else expect(before[0]).toEqual({ x: 0, y: 0, ...viewport })
    await choose(dialog, 'Both')
    await expect(dialog).toHaveAttribute('data-stage', 'closed')
    expect(await places('.capture-round')).toEqual(before)
    await choose(dialog, 'Choose what to share')
    await expect(dialog).toHaveAttribute('data-stage', 'ready')
    expect(await places('.capture-round')).toEqual(before)
    await dialog.getByRole('button', { name: 'Camera', exact: true }).click()
    await expect(dialog).toHaveAttribute('data-stage', 'ready')
    expect(await places('.capture-round')).toEqual(before)
    await dialog.getByRole('button', { name: 'Record' }).click()
    await expect(dialog).toHaveAttribute('data-stage', 'counting')
    const [, picture] = await places('.capture-cancel')
    expect(picture).toEqual(before[1])
    await recordedFor(dialog, 1)
    expect(await places('.capture-round')).toEqual(before)
    const pause = await dialog.getByRole('button', { name: 'Pause' }).boundingBox()
    await choose(dialog, 'Pause')
    expect(await dialog.getByRole('button', { name: 'Resume' }).boundingBox()).toEqual(pause)
    expect(await places('.capture-round')).toEqual(before)
    await choose(dialog, 'Stop')
    await expect(dialog).toHaveAttribute('data-stage', 'review')
    expect((await places('.capture-controls')).slice(0, 2)).toEqual(before.slice(0, 2))
    await choose(dialog, 'Retake')
    await expect(dialog).toHaveAttribute('data-stage', 'ready')
    expect(await places('.capture-round')).toEqual(before)
    await choose(dialog, 'Close')
    await expect(dialog).toHaveCount(0)
  }
})

test('a double click on Record starts a recording and does not end it @whole', async ({ page }) => {
  const dialog = await openCamera(page)
  await dialog.getByRole('button', { name: 'Record' }).dblclick()
  await expect(dialog).toHaveAttribute('data-stage', 'counting')
  await recordedFor(dialog, 1)
})

test('an unsaved recording can be played, downloaded, and discarded with Undo @whole', async ({
  page,
}) => {
  const dialog = await openCamera(page)
  await dialog.getByLabel('3-second countdown').uncheck()
  await choose(dialog, 'Record')
  await recordedFor(dialog, 1)
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveAttribute('data-stage', 'review')
  await expect(dialog.getByRole('link', { name: 'Download' })).toHaveAttribute(
    'download',
    /^Camera .*\.mp4$/,
  )
  await page.keyboard.press('Escape')

  const saved = savedRecordings(page)
  await choose(saved, 'Preview')
  const player = page.getByRole('dialog', { name: /^Camera / })
  expect((await playable(player.locator('video'))).isSought).toBe(true)
  await choose(player, 'Close')
  const downloaded = page.waitForEvent('download')
  await choose(saved, 'Download')
  const download = await downloaded
  expect(download.suggestedFilename()).toMatch(/^Camera .*\.mp4$/)
  const bytes = await readFile(await download.path())
  expect(bytes.equals(await onlyFile(page))).toBe(true)
  await choose(saved, 'Discard')
  await expect(saved).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(saved).toHaveCount(1)
  expect(await recordings(page)).toHaveLength(1)
})

test('a recording keeps Opus audio if the AAC encoder cannot run @whole', async ({ page }) => {
  await page.route(/assets\/worker-/, async (route) => {
    const response = await route.fetch()
    // A worker has its own policy. This policy forbids WebAssembly.
    const headers = { ...response.headers(), 'content-security-policy': "script-src 'self'" }
    await route.fulfill({ response, headers })
  })
  const dialog = await openCamera(page)
  await dialog.getByLabel('3-second countdown').uncheck()
  await choose(dialog, 'Record')
  await recordedFor(dialog, 1)
  await choose(dialog, 'Stop')
  await expect(dialog).toHaveAttribute('data-stage', 'review')
  expect((await playable(dialog.getByLabel('Your recording'))).isSought).toBe(true)
  expect(await codecsOf(await onlyFile(page))).toEqual(['avc', 'opus'])
})

test('a dialog that could not be loaded can be opened again', async ({ page, guard }) => {
  guard.allowErrors(/ERR_FAILED|dynamically imported module/)
  await page.goto('/')
  await page.route(/RecordDialog/, (route) => route.abort())
  await page.getByRole('button', { name: 'Record screen' }).click()
  await expect(page.getByRole('alert')).toContainText('Can’t reach the studio.')
  await page.unroute(/RecordDialog/)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('dialog', { name: 'Record screen' })).toBeVisible()
})

test('the shortcut of the installed studio opens the recorder once', async ({ page }) => {
  await page.goto('/?record=camera')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'Record', exact: true })).toBeVisible()
  await expect(page).toHaveURL('/')
  await page.reload()
  await expect(page.getByLabel('Choose videos')).toBeAttached()
  await expect(dialog).toHaveCount(0)
})
