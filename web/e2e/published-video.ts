/** Fixtures for player tests: a studio with a published short video, and pages of another site. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from '@playwright/test'
import type { Viewer } from '@reelferry/contract'
import { expect, test as base } from './test.ts'

export { expect }

/** Three seconds of H.264 and AAC. */
export const clip = fileURLToPath(new URL('fixtures/clip.mp4', import.meta.url))

interface ServedPage {
  body: string
  type?: string
  headers?: Record<string, string>
}

/** A site of another origin. */
export interface OtherSite {
  origin: string
  serve(path: string, page: ServedPage): void
  /**
   * Serves a page at `/`, with a frame of the studio titled `A reel`.
   * @param path the frame's path in the studio
   * @param attributes of the `<iframe>`
   * @param after HTML after the frame
   */
  serveFrame(
    path: string,
    options?: { attributes?: string; after?: string; headers?: ServedPage['headers'] },
  ): void
}

export const test = base.extend<
  {
    otherSite: OtherSite
    /** Sets the description of the published video until the end of the test. */
    describeVideo: (description: string) => Promise<void>
  },
  { videoId: string; fileId: string }
>({
  /** The id in the addresses of a published video. */
  videoId: [
    async ({ browser, studio }, use) => {
      // Not the options of the test that needs the video first.
      const page = await browser.newPage({ locale: 'en-US', javaScriptEnabled: true })
      await page.goto(studio.origin)
      await page.getByLabel('Choose videos').setInputFiles(clip)
      const job = page.getByRole('article', { name: 'clip.mp4' })
      await job.getByRole('button', { name: 'Upload' }).click()
      await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })
      const address = await job.getByRole('link', { name: 'Watch' }).getAttribute('href')
      await page.close()
      await use(address?.split('/').at(-1) ?? '')
    },
    { scope: 'worker' },
  ],

  /** VOD's id of the same video. */
  fileId: [
    async ({ studio, videoId }, use) => {
      const video = await (await fetch(`${studio.origin}/api/videos/${videoId}`)).json()
      await use((video as { fileId: string }).fileId)
    },
    { scope: 'worker' },
  ],

  describeVideo: async ({ request, fileId }, use) => {
    const { uploadId } = (await (
      await request.get(`/api/videos/${fileId}/viewer`)
    ).json()) as Viewer
    const describe = async (description: string) => {
      const response = await request.patch(`/api/uploads/${uploadId}`, { data: { description } })
      expect(response.ok()).toBe(true)
    }
    await use(describe)
    await describe('')
  },

  otherSite: async ({ guard, studio }, use) => {
    const pages = new Map<string, ServedPage>()
    const server = createServer(({ url = '' }, response) => {
      const page = pages.get(url)
      response
        .writeHead(page ? 200 : 404, {
          'content-type': page?.type ?? 'text/html; charset=utf-8',
          ...page?.headers,
        })
        .end(page?.body)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    pages.set('/favicon.ico', { body: '', type: 'image/x-icon' })
    guard.allowErrors(new RegExp(`unexpected request: ${origin}/`))
    // Firefox requests the icon under the policy of the page.
    guard.allowErrors(/favicon\.ico because it violates/)
    await use({
      origin,
      serve: (path, page) => void pages.set(path, page),
      serveFrame: (path, { attributes = '', after = '', headers } = {}) =>
        void pages.set('/', {
          ...(headers && { headers }),
          body: `<!doctype html><title>Elsewhere</title>
            <iframe src="${studio.origin}${path}" title="A reel" ${attributes}></iframe>${after}`,
        }),
    })
    server.close()
    server.closeAllConnections()
  },
})

/**
 * Plays every video of a page at a quarter of its speed. A player that stops at a time stops later on a busy machine; this
 * way the video has moved on by a quarter of the delay only.
 */
export const playSlowly = (page: Page) =>
  page.addInitScript(() =>
    document.addEventListener(
      'play',
      ({ target }) => {
        if (target instanceof HTMLVideoElement) target.playbackRate = 0.25
      },
      true,
    ),
  )

/** Waits until a video has played beyond this time, seconds. */
export async function expectPlayed(video: Locator, seconds: number): Promise<void> {
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(seconds)
}
