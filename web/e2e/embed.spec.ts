import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ConsoleMessage } from '@playwright/test'
import { knowsCredentialless } from './browsers/capabilities.ts'
import { layoutShifts } from './layout-shifts.ts'
import { clip, expect, expectPlayed, playSlowly, test } from './published-video.ts'

test('plays a file with two small scripts and no layout shift @core @webkit', async ({
  page,
  videoId,
}) => {
  const scripts: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname)
  })
  await page.goto(`/embed/${videoId}?autoplay&muted`)
  const video = page.locator('video')
  await expect(video).toHaveCount(1)
  await expectPlayed(video, 0.5)
  // The controls come after the first frame. The browser's controls never appear.
  await expect(page.getByRole('group', { name: 'Player controls' })).toBeVisible()
  await expect(video).not.toHaveAttribute('controls')
  expect(scripts.slice(0, 2).map((path) => path.replace(/-[\w-]+\.js$/, ''))).toEqual([
    '/player/main',
    '/player/player',
  ])
  expect(await layoutShifts(page)).toEqual([])
})

// WebKit does not support the policy `credentialless`, which the player has without this parameter.
for (const [frame, parameter] of [
  ['a frame', ''],
  ['an isolated frame', '&isolated'],
])
  test(`${frame} is controlled by a page of another site, under that site’s policy @core @webkit`, async ({
    page,
    engine,
    guard,
    studio,
    fileId,
    videoId,
    otherSite,
  }) => {
    // WebKit reports that this frame may not use the full screen.
    guard.allowErrors(/Permission policy 'Fullscreen'/)
    // Covers of VOD do not allow isolated pages. Firefox reports that as an error.
    if (parameter) guard.allowErrors(/Cross-Origin-Resource-Policy/)
    otherSite.serve('/page.js', {
      type: 'text/javascript',
      body: `
      const frame = document.querySelector('iframe').contentWindow
      window.received = []
      addEventListener('message', ({ data, source, origin }) => {
        if (source === frame && origin === '${studio.origin}') received.push(data)
      })
      window.send = (message) => frame.postMessage(message, '${studio.origin}')`,
    })
    otherSite.serveFrame(`/embed/${videoId}?muted${parameter}`, {
      headers: {
        'content-security-policy': `default-src 'none'; script-src 'self'; frame-src ${studio.origin}`,
        'cross-origin-embedder-policy': 'require-corp',
      },
      attributes: 'allow="autoplay"',
      after: '<script src="/page.js"></script>',
    })
    await page.goto(otherSite.origin)
    const send = (message: unknown) =>
      page.evaluate((data) => (window as unknown as { send(m: unknown): void }).send(data), message)
    const received = () =>
      page.evaluate(
        () =>
          (
            window as unknown as {
              received: { reelferry: string; time: number; duration: number }[]
            }
          ).received,
      )
    const last = async (name: string) =>
      (await received()).findLast((message) => message.reelferry === name)

    const video = page.frameLocator('iframe').locator('video')
    if (!parameter && !knowsCredentialless.includes(engine)) {
      guard.allowErrors(/in a frame because of Cross-Origin-Embedder-Policy/)
      const isRefused = (message: ConsoleMessage) => message.text().startsWith('Refused to display')
      await Promise.all([page.waitForEvent('console', isRefused), page.reload()])
      await expect(video).toHaveCount(0)
      return
    }
    await expect(video).toHaveCount(1)
    await send({ reelferry: 'ready' })
    await expect.poll(() => last('ready')).toMatchObject({ fileId })
    await send({ reelferry: 'seek', time: 1 })
    await send({ reelferry: 'play' })
    await expect.poll(async () => (await last('time'))?.time ?? 0).toBeGreaterThan(1.2)
    await send({ reelferry: 'pause' })
    await expect.poll(() => last('pause')).toBeTruthy()
    expect(await video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(true)
    await send({ reelferry: 'seek', time: 2.8 })
    await send({ reelferry: 'play' })
    await expect.poll(() => last('ended')).toBeTruthy()
    expect((await last('ended'))?.duration).toBeCloseTo(3, 0)

    // The player's own controls work there too. Firefox runs the frame in a process of its own, where WebDriver's
    // input does not arrive.
    const controls = page.frameLocator('iframe').getByRole('group', { name: 'Player controls' })
    const press = async (name: string | RegExp) => {
      const button = controls.getByRole('button', { name, exact: true }).last()
      await (engine === 'firefox' ? button.dispatchEvent('click') : button.click())
    }
    await press('Play again')
    await expect.poll(async () => (await received()).at(-1)?.reelferry).not.toBe('ended')
    await press('More')
    await press(/^Speed/)
    await press('1.5×')
    await expect(video).toHaveJSProperty('playbackRate', 1.5)
  })

test('exchanges messages only with the given origin', async ({
  page,
  studio,
  videoId,
  otherSite,
}) => {
  otherSite.serveFrame(`/embed/${videoId}?muted&controls=0&origin=https://host.example`)
  await page.addInitScript(() => {
    const received: unknown[] = []
    Object.assign(window, { received })
    window.addEventListener('message', ({ data }) => received.push(data))
  })
  await page.goto(otherSite.origin)
  const video = page.frameLocator('iframe').locator('video')
  await expect(video).toHaveCount(1)
  // The script is loaded when the player reacts to keys.
  await expect(async () => {
    await video.press('>')
    expect(await video.evaluate((element: HTMLVideoElement) => element.playbackRate)).not.toBe(1)
  }).toPass({ timeout: 15_000 })
  await video.evaluate(() => {
    const arrived = new Promise((resolve) =>
      window.addEventListener('message', resolve, { once: true }),
    )
    Object.assign(window, { arrived })
  })
  await page.evaluate((origin) => {
    window.frames[0]?.postMessage({ reelferry: 'play' }, origin)
  }, studio.origin)
  await video.evaluate(() =>
    (window as unknown as { arrived: Promise<unknown> }).arrived.then(() => 0),
  )
  expect(await video.evaluate((element: HTMLVideoElement) => element.paused)).toBe(true)
  await video.evaluate((element: HTMLVideoElement) => element.play())
  await expectPlayed(video, 0.3)
  expect(
    await page.evaluate(() => (window as unknown as { received: unknown[] }).received),
  ).toEqual([])
})

test('shows a message for an invalid address and an invalid origin', async ({ page, guard }) => {
  guard.allowErrors(/404 \(Not Found\)/)
  await page.goto('/embed/%E0?origin=nonsense')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Video not found')
})

test('is embedded by <reelferry-player> @core @webkit', async ({
  page,
  studio,
  fileId,
  otherSite,
}) => {
  otherSite.serve('/', {
    headers: {
      'content-security-policy': `default-src 'none'; script-src ${studio.origin}; frame-src ${studio.origin}`,
    },
    body: `<!doctype html><title>Elsewhere</title>
      <script type="module" src="${studio.origin}/player.js"></script>
      <reelferry-player file-id="${fileId}" title="A reel" muted autoplay ratio="4/3"></reelferry-player>`,
  })
  await page.setViewportSize({ width: 800, height: 700 })
  await page.goto(otherSite.origin)
  await expectPlayed(page.frameLocator('iframe').locator('video'), 0.3)
  const frame = page.getByTitle('A reel').locator('iframe')
  const box = await frame.boundingBox()
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(4 / 3, 2)
})

test('<reelferry-player> plays on a page that is isolated from other sites', async ({
  page,
  studio,
  fileId,
  otherSite,
}) => {
  otherSite.serve('/', {
    headers: { 'cross-origin-embedder-policy': 'require-corp' },
    body: `<!doctype html><title>Elsewhere</title>
      <script type="module" src="${studio.origin}/player.js" crossorigin></script>
      <reelferry-player file-id="${fileId}" title="A reel" muted autoplay></reelferry-player>`,
  })
  await page.goto(otherSite.origin)
  await expectPlayed(page.frameLocator('iframe').locator('video'), 0.3)
})

test('starts at the given time and is controlled by keyboard without visible controls', async ({
  page,
  videoId,
}) => {
  await page.goto(`/embed/${videoId}?t=1&controls=0&muted`)
  const video = page.locator('video')
  const state = () =>
    video.evaluate(({ currentTime, paused, playbackRate }: HTMLVideoElement) => ({
      currentTime,
      paused,
      playbackRate,
    }))
  await expect(video).toHaveJSProperty('currentTime', 1)
  // The script for keys is loaded after the first frame.
  await expect(async () => {
    await page.keyboard.press('>')
    expect((await state()).playbackRate).toBeGreaterThan(1)
  }).toPass({ timeout: 15_000 })
  // Use the lowest rate, because the rest of the clip takes only a second.
  for (let rates = 0; rates < 8; rates++) await page.keyboard.press('<')
  await page.keyboard.press('Tab')
  await expect(video).toBeFocused()
  await page.keyboard.press('Space')
  await expectPlayed(video, 1.1)
  await page.keyboard.press('k')
  await expect(video).toHaveJSProperty('paused', true)
  await page.keyboard.press('ArrowLeft')
  await expect(video).toHaveJSProperty('currentTime', 0)
})

test('waits for a video that is being processed and then starts automatically @whole', async ({
  page,
  browser,
  studio,
  region,
}) => {
  await region.setFaults({ processingMs: 3_600_000 })
  try {
    const creator = await browser.newPage({ locale: 'en-US', baseURL: studio.origin })
    await creator.goto('/')
    const buffer = await readFile(clip)
    await creator
      .getByLabel('Choose videos')
      .setInputFiles({ name: 'slow.mp4', mimeType: 'video/mp4', buffer })
    const job = creator.getByRole('article', { name: 'slow.mp4' })
    await job.getByRole('button', { name: 'Upload' }).click()
    await expect(job).toHaveAttribute('data-stage', 'processing', { timeout: 60_000 })
    await creator.close()
    const fileId = (await region.media()).find(({ name }) => name === 'slow')?.fileId ?? ''
    await page.goto(`/embed/${fileId}?muted`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Processing')
    await expect(page.locator('video')).toHaveCount(0)
    await region.setFaults({ processingMs: 0 })
    await expectPlayed(page.locator('video'), 0.3)
  } finally {
    await region.setFaults({ processingMs: 1000 })
  }
})

test('plays only the range of its address', async ({ page, videoId }) => {
  await playSlowly(page)
  await page.goto(`/embed/${videoId}?t=1&end=2&autoplay&muted`)
  const video = page.locator('video')
  const time = () => video.evaluate((element: HTMLVideoElement) => element.currentTime)
  await expectPlayed(video, 1.5)
  await expect(video).toHaveJSProperty('paused', true)
  expect(await time()).toBeLessThan(2.3)
  await video.evaluate((element: HTMLVideoElement) => (element.currentTime = 2.8))
  await expect.poll(time).toBeLessThan(2.2)
  await video.evaluate((element: HTMLVideoElement) => (element.currentTime = 0.2))
  await expect.poll(time).toBeGreaterThan(0.9)
  // A viewer who plays it again sees the range again.
  await video.evaluate((element: HTMLVideoElement) => (element.currentTime = 2))
  await expect.poll(time).toBeGreaterThan(1.9)
  const startsAgainAt = await video.evaluate(
    (element: HTMLVideoElement) =>
      new Promise<number>((resolve) => {
        element.addEventListener('seeking', () => resolve(element.currentTime), { once: true })
        void element.play()
      }),
  )
  expect(startsAgainAt).toBeCloseTo(1, 1)
  await expectPlayed(video, 1.5)
  await expect(video).toHaveJSProperty('paused', true)
})

test('is controlled by player.js from another site', async ({
  page,
  studio,
  videoId,
  otherSite,
}) => {
  const library = await readFile(fileURLToPath(import.meta.resolve('player.js')), 'utf8')
  otherSite.serve('/player.js', { type: 'text/javascript', body: library })
  otherSite.serve('/page.js', {
    type: 'text/javascript',
    body: `
      const player = new playerjs.Player('frame')
      window.events = []
      window.player = player
      for (const name of ['ready', 'play', 'pause', 'timeupdate', 'ended'])
        player.on(name, () => events.push(name))
      window.read = (name) => new Promise((resolve) => player[name](resolve))`,
  })
  otherSite.serveFrame(`/embed/${videoId}?muted`, {
    headers: {
      'content-security-policy': `default-src 'none'; script-src 'self'; frame-src ${studio.origin}`,
    },
    attributes: 'id="frame" allow="autoplay"',
    after: '<script src="/player.js"></script><script src="/page.js"></script>',
  })
  await page.goto(otherSite.origin)
  interface Host {
    events: string[]
    player: Record<string, (value?: unknown) => void>
    read(name: string): Promise<unknown>
  }
  const events = () => page.evaluate(() => (window as unknown as Host).events)
  const get = (name: string) =>
    page.evaluate((method) => (window as unknown as Host).read(method), name)
  const call = (name: string, value?: unknown) =>
    page.evaluate(
      ([method, argument]) => (window as unknown as Host).player[String(method)]?.(argument),
      [name, value],
    )
  await expect.poll(events).toContain('ready')
  expect(await get('getPaused')).toBe(true)
  expect(await get('getDuration')).toBeCloseTo(3, 0)
  await call('setVolume', 40)
  await expect.poll(() => get('getVolume')).toBe(40)
  await call('setCurrentTime', 1)
  await call('play')
  await expect.poll(events).toContain('timeupdate')
  await expect.poll(() => get('getCurrentTime')).toBeGreaterThan(1)
  await call('pause')
  await expect.poll(events).toContain('pause')
  await call('setCurrentTime', 2.8)
  await call('play')
  await expect.poll(events).toContain('ended')
})

/** Members of `<video>` that the element lacks: a page in another document cannot have them. */
const notMirrored = [
  // The sources, tracks and pictures belong to the player.
  ...['srcObject', 'crossOrigin', 'preload', 'poster', 'textTracks', 'addTextTrack'],
  ...['audioTracks', 'videoTracks', 'mediaKeys', 'setMediaKeys', 'captureStream'],
  // The browser allows these only to scripts of the player's own document.
  ...['requestPictureInPicture', 'disablePictureInPicture', 'remote', 'disableRemotePlayback'],
  ...['setSinkId', 'sinkId', 'requestVideoFrameCallback', 'cancelVideoFrameCallback'],
  ...['getVideoPlaybackQuality', 'seekToNextFrame'],
  // Attributes of the player's address, and the size of the frame.
  ...['controls', 'controlsList', 'playsInline', 'width', 'height', 'loading'],
]

test('the element has the methods, properties and events of a video @core', async ({
  page,
  studio,
  fileId,
  otherSite,
}) => {
  otherSite.serve('/', {
    body: `<!doctype html><title>Elsewhere</title>
      <script type="module" src="${studio.origin}/player.js"></script>
      <reelferry-player file-id="${fileId}" title="A reel" muted></reelferry-player>`,
  })
  // The controls arrive after the page has used the player. They keep what it has set.
  const { promise: isUsed, resolve: letControlsLoad } = Promise.withResolvers<void>()
  await page.route(/\/player\/skin-.*\.js$/, async (route) => {
    await isUsed
    await route.continue()
  })
  await page.goto(otherSite.origin)
  const player = page.locator('reelferry-player')
  await expect
    .poll(() => player.evaluate((element: HTMLVideoElement) => element.duration))
    .toBeCloseTo(3, 0)

  // The browser's own list of members, without those of one vendor.
  const missing = await player.evaluate((element) => {
    const members = [HTMLMediaElement, HTMLVideoElement].flatMap(({ prototype }) =>
      Object.getOwnPropertyNames(prototype),
    )
    return members.filter(
      (name) => !/^(webkit|moz|on|constructor)/.test(name) && !(name in element),
    )
  })
  expect(missing.filter((name) => !notMirrored.includes(name))).toEqual([])

  const inner = page.frameLocator('iframe').locator('video')
  const stateOf = (target: typeof player) =>
    target.evaluate((element: HTMLVideoElement) => {
      const { duration, paused, muted, volume, readyState, videoWidth, loop, preservesPitch } =
        element
      const { length } = element.buffered
      return {
        duration,
        paused,
        muted,
        volume,
        readyState,
        videoWidth,
        loop,
        preservesPitch,
        length,
      }
    })
  await expect(async () => expect(await stateOf(player)).toEqual(await stateOf(inner))).toPass()

  const names = 'play playing pause seeking seeked ratechange volumechange ended'.split(' ')
  const record = (target: typeof player) =>
    target.evaluate((element, recorded) => {
      const events: string[] = []
      Object.assign(window, { events })
      for (const name of recorded) element.addEventListener(name, () => events.push(name))
    }, names)
  const recorded = (target: typeof player) =>
    target.evaluate(() => (window as unknown as { events: string[] }).events)
  await record(player)
  await record(inner)
  await player.evaluate((element: HTMLVideoElement) => {
    element.volume = 0.5
    element.playbackRate = 2
    element.currentTime = 1
    return element.play()
  })
  await expectPlayed(player, 1.2)
  await player.evaluate((element: HTMLVideoElement) => element.pause())
  letControlsLoad()
  await expect(page.frameLocator('iframe').locator('.skin')).toBeVisible()
  const ended = await player.evaluate(
    (element: HTMLVideoElement) =>
      new Promise((resolve) => {
        element.addEventListener('ended', () =>
          resolve([element.ended, element.paused, element.playbackRate, element.volume]),
        )
        void element.play()
      }),
  )
  expect(ended).toEqual([true, true, 2, 0.5])
  expect(await recorded(player)).toEqual(await recorded(inner))
})
