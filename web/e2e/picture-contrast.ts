/** Measures the contrast of the player's controls with what is painted behind them, from screenshots. */
import type { Page } from '@playwright/test'

export type Picture = 'white' | 'black' | 'noise'

/** Covers the video with a picture, below the controls. */
export const showPicture = (page: Page, picture: Picture) =>
  page.evaluate((kind) => {
    const canvas = document.querySelector('canvas') ?? document.createElement('canvas')
    Object.assign(canvas, { width: innerWidth, height: innerHeight })
    Object.assign(canvas.style, { position: 'absolute', inset: '0' })
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    const image = context.createImageData(canvas.width, canvas.height)
    // A linear congruential generator: the same noise in every run.
    let state = 1
    for (let index = 0; index < image.data.length; index += 4) {
      state = (state * 1103515245 + 12345) % 2147483648
      const level = kind === 'noise' ? (state >> 16) & 255 : kind === 'white' ? 255 : 0
      image.data.set([level, level, level, 255], index)
    }
    context.putImageData(image, 0, 0)
    document.querySelector('video')?.after(canvas)
  }, picture)

/** Hides texts, icons and the filled part of sliders. */
const withoutForeground = `
  .skin.skin.skin, .skin.skin.skin * { color: transparent !important; text-shadow: none !important }
  .skin .icon, .skin-played, .skin-slider { visibility: hidden !important }`

/** Lets `contrasts` load its stylesheet, which the policy of the page allows from its own origin only. */
export const allowMeasuring = (page: Page) =>
  page.route('**/without-foreground.css', (route) =>
    route.fulfill({ contentType: 'text/css', body: withoutForeground }),
  )

/** The visible elements, without the corners of boxes: they can be rounded, and have no text. */
const areasOf = (page: Page, selectors: readonly string[]) =>
  page.evaluate(
    (all) =>
      all.flatMap((selector) =>
        [...document.querySelectorAll(`.skin ${selector}`)].flatMap((element) => {
          const { x, y, width, height } = element.getBoundingClientRect()
          if (width === 0 || height === 0) return []
          const isIcon = element.matches('.icon')
          const [inline, block] = isIcon
            ? [0, 0]
            : [Math.min(width / 4, 6), Math.min(height / 4, 4)]
          const size = { width: width - 2 * inline, height: height - 2 * block }
          return [{ selector, x: x + inline, y: y + block, ...size }]
        }),
      ),
    selectors,
  )

/**
 * The contrast of each visible part, by its selector: the lightest pixel of the part against the lightest pixel behind
 * it. All texts and icons of the controls are lighter than what is behind them. Several elements: the lowest contrast.
 */
export async function contrasts(
  page: Page,
  selectors: readonly string[],
): Promise<Record<string, number>> {
  const areas = await areasOf(page, selectors)
  const complete = (await page.screenshot()).toString('base64')
  const style = await page.addStyleTag({ url: '/without-foreground.css' })
  const background = (await page.screenshot()).toString('base64')
  await style.evaluate((element) => (element as Element).remove())
  const blank = await page.context().newPage()
  try {
    return await blank.evaluate(
      async ([images, boxes]) => {
        const contexts = await Promise.all(
          images.map(async (image) => {
            const bytes = Uint8Array.from(atob(image), (character) => character.charCodeAt(0))
            const bitmap = await createImageBitmap(new Blob([bytes]))
            const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
            const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
            context.drawImage(bitmap, 0, 0)
            return context
          }),
        )
        const linear = (value = 0) =>
          value <= 0.04045 * 255 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
        const lowest: Record<string, number> = {}
        for (const { selector, x, y, width, height } of boxes) {
          const [own = 0, behind = 0] = contexts.map((context) => {
            const { data } = context.getImageData(x, y, Math.max(width, 1), Math.max(height, 1))
            let lightest = 0
            for (let index = 0; index < data.length; index += 4) {
              const [r, g, b] = [data[index], data[index + 1], data[index + 2]].map(linear)
              lightest = Math.max(
                lightest,
                0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0),
              )
            }
            return lightest
          })
          const contrast = (own + 0.05) / (behind + 0.05)
          lowest[selector] = Math.min(lowest[selector] ?? Infinity, contrast)
        }
        return lowest
      },
      [[complete, background], areas] as const,
    )
  } finally {
    await blank.close()
  }
}
