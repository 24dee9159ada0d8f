/** Trim and cover, end to end: set by keyboard, published, and read back with Mediabunny. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny'
import { expect, publishedFile, type RegionView, test } from './test.ts'
import { expectStoredFiles } from './upload-faults.ts'

/** 100 frames at 25 per second with B-frames and a key frame every second. Each frame is a bit brighter than the one before. */
const numbered = fileURLToPath(new URL('fixtures/media/numbered.mp4', import.meta.url))

/** Ten scenes of one second at 1440 × 810, each in one colour with grid lines. The scenes 0 and 6 are black. */
const sceneColours = {
  black: [0, 0, 0],
  'dark red': [56, 0, 0],
  green: [0, 160, 0],
  'dark blue': [0, 0, 56],
  grey: [48, 48, 48],
  'dark cyan': [0, 56, 56],
  magenta: [160, 0, 160],
  'dark yellow': [56, 56, 0],
}
const scenes = fileURLToPath(new URL('fixtures/media/scenes.mp4', import.meta.url))

test.afterEach(({ region }) => region.setFaults({ refuseCovers: false }))

async function choose(
  page: Page,
  name: string,
  path = numbered,
  mimeType = 'video/mp4',
): Promise<Locator> {
  const buffer = await readFile(path)
  await page.goto('/')
  await page.getByLabel('Choose videos').setInputFiles({ name, mimeType, buffer })
  return page.getByRole('article', { name })
}

async function openEditor(page: Page, job: Locator): Promise<Locator> {
  await job.getByRole('button', { name: 'Trim & cover' }).click()
  return page.getByRole('dialog')
}

const close = (editor: Locator) => editor.getByRole('button', { name: 'Done' }).click()

const published = (region: RegionView, name: string) =>
  publishedFile(region, name.replace(/\.mp4$/, ''))

/** The size of each frame in bytes, and the durations of video and audio in seconds. */
async function describe(bytes: Buffer) {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4] })
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()]
  if (!video || !audio) throw new Error('A track is missing.')
  const sizes: number[] = []
  for await (const { byteLength } of new EncodedPacketSink(video).packets()) sizes.push(byteLength)
  const [videoDuration, audioDuration] = [
    await video.computeDuration(),
    await audio.computeDuration(),
  ]
  return { sizes, videoDuration, audioDuration }
}

/** The numbers of the frames that this browser shows at the given times of a video, or of an image. */
function framesShown(page: Page, bytes: Buffer, type: string, times: number[]) {
  return page.evaluate(
    async ({ text, type, times }) => {
      const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
      const url = URL.createObjectURL(new Blob([bytes], { type }))
      const canvas = new OffscreenCanvas(1, 1)
      const context = canvas.getContext('2d', { willReadFrequently: true })
      const numberOf = (picture: CanvasImageSource) => {
        context?.drawImage(picture, 0, 0, 1, 1)
        const [grey = 0] = context?.getImageData(0, 0, 1, 1).data ?? []
        // Converts to video levels (16 to 235). Each frame is two levels brighter.
        return Math.round((grey * 219) / 255 / 2)
      }
      if (type.startsWith('image/')) {
        const image = new Image()
        image.src = url
        await image.decode()
        return [numberOf(image)]
      }
      const video = document.createElement('video')
      video.src = url
      await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }))
      const numbers: number[] = []
      // After `seeked` the previous frame may still be drawn. At 25 frames per second a frame is shown for 40 ms.
      const isShown = (time: number) =>
        new Promise<void>((resolve) => {
          const check = (_: number, { mediaTime }: VideoFrameCallbackMetadata) => {
            if (Math.abs(time - mediaTime) < 0.05) resolve()
            else video.requestVideoFrameCallback(check)
          }
          video.requestVideoFrameCallback(check)
        })
      for (const time of times) {
        const shown = isShown(time)
        video.currentTime = time
        await shown
        numbers.push(numberOf(video))
      }
      return numbers
    },
    { text: bytes.toString('base64'), type, times },
  )
}

const bytesOf = async (page: Page, url: string) => (await page.request.get(url)).body()

test('a trim on key frames is copied without encoding; trim and cover survive a reload @core', async ({
  page,
  region,
}) => {
  const name = 'a part.mp4'
  const job = await choose(page, name)
  const editor = await openEditor(page, job)
  const start = editor.getByRole('slider', { name: 'In' })
  await start.press('PageUp')
  await editor.getByRole('slider', { name: 'Out' }).press('PageDown')
  await expect(start).toHaveAttribute('aria-valuetext', '1 second')
  await expect(editor).toContainText('0:01.00 – 0:03.00 (2 seconds)')
  await expect(editor).toContainText('Lossless cut')

  await editor.getByRole('tab', { name: 'Trim' }).press('ArrowRight')
  const frame = editor.getByRole('slider', { name: 'Frame' })
  // The editor shows the last frame of the selection: number 74.
  for (let count = 0; count < 14; count++) await frame.press('ArrowLeft')
  await expect(frame).toHaveAttribute('aria-valuetext', '2.4 seconds')
  await editor.getByRole('button', { name: 'Use this frame' }).click()
  await expect(editor.getByRole('img', { name: 'Chosen cover' })).toBeVisible()
  await close(editor)

  // The source is stored a moment after it was chosen.
  await expectStoredFiles(page, 1)
  await page.reload()
  await expect(job).toContainText('Trimmed to 0:02')
  await expect(job).toContainText('Cover chosen')
  const chosen = await hashOfStoredCover(page)
  await job.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })

  const media = await published(region, name)
  const bytes = await bytesOf(page, media.mediaUrl)
  const [result, source] = [await describe(bytes), await describe(await readFile(numbered))]
  expect(result.sizes).toEqual(source.sizes.slice(25, 75))
  expect(result.videoDuration).toBeCloseTo(2, 3)
  expect(result.audioDuration).toBeCloseTo(2, 1)
  expect(await framesShown(page, bytes, 'video/mp4', [0.01, 1.97])).toEqual([25, 74])

  expect(media.cover?.sha256).toBe(chosen)
  const cover = await bytesOf(page, media.cover?.url ?? '')
  expect(await framesShown(page, cover, 'image/jpeg', [])).toEqual([60])
  await job.getByRole('link', { name: 'Watch' }).click()
  await expect(page.locator('video')).toHaveAttribute('poster', media.cover?.url ?? '')
})

test('a video that the browser decodes but does not play can be trimmed, and its frames are shown', async ({
  page,
}) => {
  await page.addInitScript(() =>
    Object.defineProperty(HTMLMediaElement.prototype, 'src', {
      set(this: HTMLMediaElement) {
        setTimeout(() => this.dispatchEvent(new Event('error')))
      },
    }),
  )
  const job = await choose(page, 'silent.mp4')
  const editor = await openEditor(page, job)
  await editor.getByRole('slider', { name: 'In' }).press('PageUp')
  await expect(editor).toContainText('Lossless cut')
  await expect(editor.getByRole('button', { name: /^Play/ })).toHaveCount(0)
  const shown = editor.getByRole('img', { name: 'Preview' })
  const numberOf = (image: Locator) =>
    image.evaluate(async (element: HTMLImageElement) => {
      await element.decode()
      const context = new OffscreenCanvas(1, 1).getContext('2d')
      context?.drawImage(element, 0, 0, 1, 1)
      const [grey = 0] = context?.getImageData(0, 0, 1, 1).data ?? []
      return Math.round((grey * 219) / 255 / 2)
    })
  await expect.poll(() => numberOf(shown)).toBe(25)
  await editor.getByRole('tab', { name: 'Cover' }).click()
  await editor.getByRole('button', { name: 'Use this frame' }).click()
  expect(await numberOf(editor.getByRole('img', { name: 'Chosen cover' }))).toBe(25)
  await close(editor)
  await expect(job).toContainText('Trimmed to 0:03')
})

test('a trim between key frames is exact to the frame, at any quality', async ({
  page,
  region,
  guard,
}) => {
  guard.allowErrors(/ERR_FAILED|dynamically imported module/)
  const name = 'between.mp4'
  const job = await choose(page, name)
  // The editor can be opened again after its code failed to load.
  await page.route(/EditDialog/, (route) => route.abort())
  await job.getByRole('button', { name: 'Trim & cover' }).click()
  await expect(job.getByRole('alert')).toContainText('Couldn’t load the editor')
  await page.unroute(/EditDialog/)
  const editor = await openEditor(page, job)
  await expect(job.getByRole('alert')).toHaveCount(0)
  // Its styles are loaded too.
  await expect(editor.locator('.edit-stage')).toHaveCSS('display', 'grid')
  const start = editor.getByRole('slider', { name: 'In' })
  await start.press('PageUp')
  for (let count = 0; count < 5; count++) await start.press('ArrowRight')
  await editor.getByRole('slider', { name: 'Out' }).press('PageDown')
  await expect(editor).toContainText('0:01.20 – 0:03.00 (1.8 seconds)')
  await expect(editor).toContainText('Exact cut')
  await expect(
    editor.getByRole('button', { name: /^Snap to lossless cut \(−0.20 s\)/ }),
  ).toBeVisible()
  await close(editor)
  await job.getByLabel('Quality').selectOption('Custom')
  await job.getByLabel('Bitrate (kbps)').fill('150')
  await job.getByLabel('Bitrate (kbps)').press('Tab')
  await job.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  const bytes = await bytesOf(page, (await published(region, name)).mediaUrl)
  const { sizes, videoDuration, audioDuration } = await describe(bytes)
  expect(sizes).toHaveLength(45)
  expect(videoDuration).toBeCloseTo(1.8, 3)
  expect(audioDuration).toBeCloseTo(1.8, 1)
  const [first, last = 0] = await framesShown(page, bytes, 'video/mp4', [0.01, 1.77])
  expect(first).toBe(30)
  // A real-time encoder with a low bitrate changes brightness a little.
  expect(Math.abs(last - 74)).toBeLessThanOrEqual(2)
})

test('the editor shows the right frames of a file that starts later than at 0 @webkit', async ({
  page,
}) => {
  const path = fileURLToPath(new URL('fixtures/media/late-start.webm', import.meta.url))
  const editor = await openEditor(page, await choose(page, 'late.webm', path, 'video/webm'))
  const stamp = editor.locator('.edit-stamp')
  // The keys move by frames when the timeline is read.
  await expect(editor.getByRole('slider', { name: 'In' })).toBeVisible()
  await editor.getByRole('tab', { name: 'Cover' }).click()
  const chosen = editor.getByRole('img', { name: 'Chosen cover' })
  // Three of a hundred frames.
  for (const [key, time, number] of [
    ['Home', '0:00', 0],
    ['PageDown', '0:01.97', 49],
    ['End', '0:03', 99],
  ] as const) {
    const presses = key === 'PageDown' ? ['End', 'PageDown', 'PageDown'] : [key]
    for (const press of presses) await page.keyboard.press(press)
    await expect(stamp).toContainText(time)
    await editor.getByRole('button', { name: 'Use this frame' }).click()
    await expect
      .poll(async () => {
        const grey = await chosen.evaluate((image: HTMLImageElement) => {
          const context = new OffscreenCanvas(1, 1).getContext('2d')
          context?.drawImage(image, 0, 0, 1, 1)
          return context?.getImageData(0, 0, 1, 1).data[0] ?? -1
        })
        const shown = (grey * 219) / 255 / 2
        return Math.abs(shown - number)
      })
      .toBeLessThanOrEqual(2)
  }
})

test('a picture file is validated, and replaces the cover of a published video @whole', async ({
  page,
  region,
}) => {
  const name = 'later.mp4'
  const job = await choose(page, name)
  await job.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await job.getByRole('button', { name: 'More' }).click()
  await page.getByRole('button', { name: 'Change cover' }).click()
  const editor = page.getByRole('dialog')
  await expect(editor.getByRole('tab')).toHaveCount(0)
  const picture = editor.getByLabel('Upload image')
  await picture.setInputFiles({
    name: 'note.png',
    mimeType: 'image/png',
    buffer: Buffer.from('no picture'),
  })
  await expect(editor.getByRole('alert')).toContainText('Use a PNG, JPEG or WebP image')
  await picture.setInputFiles({ name: 'large.png', mimeType: 'image/png', buffer: await png(page) })
  await expect(editor.getByRole('img', { name: 'Chosen cover' })).toBeVisible()
  await close(editor)
  await expect(job).toContainText('Cover uploaded')
  const { cover, fileId } = await published(region, name)
  expect(cover?.sha256).toBe(await hashOfStoredCover(page))
  // Scaled down to the maximum size.
  const size = await page.evaluate(async (url) => {
    const image = new Image()
    image.src = url
    await image.decode()
    return [image.naturalWidth, image.naturalHeight]
  }, cover?.url ?? '')
  expect(size).toEqual([1920, 640])
  await page.goto(`/watch/${fileId}`)
  await expect(page.locator('video')).toHaveAttribute('poster', cover?.url ?? '')
})

test('a video is published although COS rejects its cover, and the cover can be sent again @whole', async ({
  page,
  region,
  guard,
}) => {
  guard.allowErrors(/400 \(Bad Request\)/)
  const name = 'without.mp4'
  await region.setFaults({ refuseCovers: true })
  const job = await choose(page, name)
  const editor = await openEditor(page, job)
  await editor.getByRole('tab', { name: 'Cover' }).click()
  await editor.getByRole('button', { name: 'Use this frame' }).click()
  await expect(editor.getByRole('img', { name: 'Chosen cover' })).toBeVisible()
  await close(editor)
  await job.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
  await expect(job.getByRole('alert')).toContainText('The cover didn’t upload.')
  const sha256 = createHash('sha256')
    .update(await readFile(numbered))
    .digest('hex')
  expect(await published(region, name)).toMatchObject({ sha256 })
  await region.setFaults({ refuseCovers: false })
  await job.getByRole('button', { name: 'Retry' }).click()
  await expect(job).toContainText('Cover uploaded')
  expect((await published(region, name)).cover?.sha256).toBe(await hashOfStoredCover(page))
})

test('Cancel discards, Undo restores, and typed times are validated @whole', async ({ page }) => {
  const job = await choose(page, 'discarded.mp4')
  const editor = await openEditor(page, job)
  const from = editor.getByRole('textbox', { name: 'In' })
  const to = editor.getByRole('textbox', { name: 'Out' })
  await from.fill('about one')
  await from.press('Enter')
  await expect(editor.getByRole('alert')).toContainText('Use a time up to 0:04.00')
  await expect(from).toHaveAttribute('aria-invalid', 'true')
  // Between two frames: the nearest frame is used.
  await from.fill('1.21')
  await from.press('Enter')
  await expect(from).toHaveValue('0:01.20')
  await expect(editor.getByRole('alert')).toHaveCount(0)
  await to.fill('0:03')
  await to.press('Enter')
  await expect(editor).toContainText('0:01.20 – 0:03.00 (1.8 seconds)')
  await editor.getByRole('button', { name: 'Reset' }).click()
  await expect(editor).toContainText('Full video')
  // For a moment the button ignores clicks that were meant for Reset.
  await expect(async () => {
    await editor.getByRole('button', { name: 'Undo' }).click()
    await expect(from).toHaveValue('0:01.20', { timeout: 500 })
  }).toPass()
  await editor.getByRole('tab', { name: 'Cover' }).click()
  await editor.getByRole('button', { name: 'Use this frame' }).click()
  await expect(editor.getByRole('img', { name: 'Chosen cover' })).toBeVisible()
  await expect(async () => {
    await editor.getByRole('button', { name: 'Remove cover' }).click()
    await expect(editor.getByRole('img', { name: 'Chosen cover' })).toHaveCount(0, { timeout: 500 })
  }).toPass()
  await page.keyboard.press('Control+z')
  await expect(editor.getByRole('img', { name: 'Chosen cover' })).toBeVisible()
  await editor.getByRole('button', { name: 'Cancel' }).click()
  await expect(editor).toHaveCount(0)
  await expect(job).not.toContainText('Trimmed')
  await expect(job).not.toContainText('Cover chosen')
  // Opened again, the editor starts with the state of the job.
  await openEditor(page, job)
  await expect(from).toHaveValue('0:00.00')
  await page.keyboard.press('Escape')
  await expect(job).not.toContainText('Trimmed')
})

test('the editor works with keys alone, and with a drag on the film strip @whole', async ({
  page,
}) => {
  const job = await choose(page, 'keys.mp4')
  const editor = await openEditor(page, job)
  const position = editor.getByRole('slider', { name: 'Position' })
  await expect(position).toHaveAttribute('aria-valuetext', '0 seconds')
  // The dialog itself has the focus.
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageUp')
  await expect(position).toHaveAttribute('aria-valuetext', '1 second')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('i')
  await expect(editor.getByRole('textbox', { name: 'In' })).toHaveValue('0:01.04')
  await position.press('End')
  await position.press('PageDown')
  await page.keyboard.press('o')
  // The frame on screen is the last one of the selection.
  await expect(editor.getByRole('textbox', { name: 'Out' })).toHaveValue('0:03.00')
  await page.keyboard.press('Space')
  await expect(editor.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(editor.getByRole('button', { name: 'Play', exact: true })).toBeVisible()

  const film = await boxOf(editor.locator('.film'))
  await page.mouse.move(film.x + 0.5 * film.width, film.y + film.height / 2)
  await page.mouse.down()
  await page.mouse.move(film.x + 0.605 * film.width, film.y + film.height / 2)
  await page.mouse.up()
  await expect(position).toHaveAttribute('aria-valuetext', '2.4 seconds')
  const handle = await boxOf(editor.getByRole('slider', { name: 'Out' }))
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2)
  await page.mouse.down()
  await page.mouse.move(film.x + 0.9 * film.width, film.y)
  await page.mouse.up()
  await expect(editor.getByRole('textbox', { name: 'Out' })).toHaveValue('0:03.60')
  await page.keyboard.press('Control+z')
  await expect(editor.getByRole('textbox', { name: 'Out' })).toHaveValue('0:03.00')
})

test('the picture and the buttons of the editor stay in place in every state @whole', async ({
  page,
}) => {
  const job = await choose(page, 'still.mp4')
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport)
    const editor = await openEditor(page, job)
    const places = async () => ({
      dialog: await boxOf(editor),
      picture: await boxOf(editor.locator('.edit-picture')),
      film: await boxOf(editor.locator('.film')),
      done: await boxOf(editor.getByRole('button', { name: 'Done' })),
    })
    const start = editor.getByRole('slider', { name: 'In' })
    await expect(start).toBeVisible()
    const before = await places()
    await start.press('PageUp')
    await expect(editor).toContainText('Lossless cut')
    expect(await places()).toEqual(before)
    const play = editor.getByRole('button', { name: 'Play selection' })
    const [playBefore, reset] = [
      await boxOf(play),
      await boxOf(editor.getByRole('button', { name: 'Reset' })),
    ]
    await start.press('ArrowRight')
    await expect(editor).toContainText('Exact cut')
    expect(await places()).toEqual(before)
    expect([await boxOf(play), await boxOf(editor.getByRole('button', { name: 'Reset' }))]).toEqual(
      [playBefore, reset],
    )
    await editor.getByRole('button', { name: 'Reset' }).click()
    expect(await boxOf(editor.getByRole('button', { name: 'Undo' }))).toEqual(reset)
    await editor.getByRole('tab', { name: 'Cover' }).click()
    expect(await places()).toEqual(before)
    await editor.getByRole('button', { name: 'Use this frame' }).click()
    await expect(editor.getByRole('img', { name: 'Chosen cover' })).toBeVisible()
    expect(await places()).toEqual(before)
    if (viewport.width > 640) expect(before.dialog).toMatchObject({ width: 1056, height: 680 })
    else expect(before.dialog).toEqual({ x: 0, y: 0, ...viewport })
    await editor.getByRole('button', { name: 'Cancel' }).click()
  }
})

/** The bounding box of a visible element. */
async function boxOf(element: Locator) {
  const box = await element.boundingBox()
  if (!box) throw new Error('The element is not visible.')
  return box
}

/** Size of a picture, and the scene that it shows. */
async function describePicture(page: Page, url: string) {
  const { width, height, colour } = await page.evaluate(async (url) => {
    const image = await createImageBitmap(await (await fetch(url)).blob())
    const { width, height } = image
    const context = new OffscreenCanvas(1, 1).getContext('2d')
    // An area without grid lines.
    context?.drawImage(image, width / 2 + 20, height / 2 + 20, 20, 20, 0, 0, 1, 1)
    return { width, height, colour: [...(context?.getImageData(0, 0, 1, 1).data ?? [])] }
  }, url)
  const distanceTo = (scene: number[]) =>
    Math.hypot(...scene.map((value, index) => value - (colour[index] ?? 0)))
  const [scene] = Object.entries(sceneColours)
    .toSorted(([, first], [, second]) => distanceTo(first) - distanceTo(second))
    .map(([name]) => name)
  return { width, height, scene }
}

for (const { part, scene } of [
  { part: 'the whole video', scene: 'green' },
  { part: 'the last four seconds', scene: 'dark cyan' },
])
  test(`a video without a chosen cover gets a frame of it that is not black: ${part} @whole`, async ({
    page,
    region,
  }) => {
    const name = `scenes of ${part}.mp4`
    const job = await choose(page, name, scenes)
    if (part !== 'the whole video') {
      const editor = await openEditor(page, job)
      const start = editor.getByRole('slider', { name: 'In' })
      for (let second = 0; second < 6; second++) await start.press('PageUp')
      await expect(editor).toContainText('0:06.00 – 0:10.00 (4 seconds)')
      await close(editor)
    }
    await job.getByRole('button', { name: 'Upload', exact: true }).click()
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
    await expect.poll(async () => (await published(region, name)).cover?.url).toMatch(/\.jpg$/)
    const { cover, fileId } = await published(region, name)
    const url = cover?.url ?? ''
    expect(await describePicture(page, url)).toEqual({ width: 1280, height: 720, scene })
    expect((await bytesOf(page, url)).includes('Exif')).toBe(false)
    await expect(job).not.toContainText(/Cover (chosen|sent)/)
    await page.goto(`/watch/${fileId}`)
    await expect(page.locator('video')).toHaveAttribute('poster', url)
  })

/** SHA-256 of the only stored cover, hex. */
const hashOfStoredCover = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('reelferry')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const reading = opening.result.transaction('covers').objectStore('covers').getAll()
          reading.onsuccess = async () => {
            opening.result.close()
            const content = await (reading.result as File[])[0]?.arrayBuffer()
            const digest = await crypto.subtle.digest('SHA-256', content ?? new ArrayBuffer())
            resolve(
              Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(
                '',
              ),
            )
          }
        }
      }),
  )

/** A picture that is larger than the maximum size of covers. */
async function png(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2400, 800)
    canvas.getContext('2d')?.fillRect(0, 0, 1200, 800)
    const blob = await canvas.convertToBlob({ type: 'image/png' })
    return [...new Uint8Array(await blob.arrayBuffer())]
  })
  return Buffer.from(bytes)
}
