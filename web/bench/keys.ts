/**
 * `pnpm bench keys`: presses each shortcut of the player's controls repeatedly, and measures the time from the key event
 * until a frame with its effect was rendered. For seeks it also measures the time until the new picture was presented, which
 * depends on the decoder. Prints the share of presses within 50 ms. `PRESSES` is the number of presses of each key.
 */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { median } from './clip.ts'
import { launchOptions, startSite } from './player-site.ts'

const presses = Number(process.env.PRESSES ?? 30)
const limitMs = 50

interface Shortcut {
  /** Keys that are pressed in turn. */
  keys: string[]
  /** A part of the page whose text or attributes show the effect. */
  shows: string
  isSeek?: boolean
  /** Whether the video plays meanwhile. */
  plays?: boolean
}

const position = 'input[aria-label="Position"]'
const seek = (...keys: string[]): Shortcut => ({ keys, shows: position, isSeek: true })

const shortcuts: Shortcut[] = [
  { keys: ['k'], shows: '.skin-buttons > button:first-child' },
  { keys: ['m'], shows: '.skin-volume button' },
  { keys: ['c'], shows: '.skin-captions' },
  { keys: ['>', '<'], shows: '.skin-text' },
  { keys: ['ArrowDown', 'ArrowUp'], shows: '.skin-volume input' },
  { keys: ['f'], shows: 'html' },
  { keys: ['?', 'Escape'], shows: '.skin' },
  seek('ArrowRight', 'ArrowLeft'),
  seek('l', 'j'),
  seek('2', '7', '4', '9'),
  seek('.', ','),
  { ...seek('ArrowRight', 'ArrowLeft'), plays: true },
  { ...seek('l', 'j'), plays: true },
]

interface Sample {
  /** Milliseconds until the controls show the effect. */
  effect: number
  /** Milliseconds until the picture of a seek is presented; absent if it is the same picture. */
  picture?: number | undefined
}

/** Runs in the page: returns a function that waits for the effect of the next key. */
function watchKeys(): void {
  /** The appearance of an element: its markup, its value, and whether it fills the screen. */
  const stateOf = (selector: string) => {
    const element = document.querySelector(selector)
    const value = element instanceof HTMLInputElement ? element.value : ''
    const level = getComputedStyle(element ?? document.body).display
    return [element?.outerHTML, value, level, document.fullscreenElement?.tagName].join()
  }
  const rendered = () =>
    new Promise<number>((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(0)
      }),
    )
  const next = (selector: string, isSeek: boolean) =>
    new Promise<{ effect: number; picture?: number | undefined }>((resolve) => {
      const before = stateOf(selector)
      const video = document.querySelector('video') as HTMLVideoElement
      const onKey = async ({ timeStamp }: KeyboardEvent) => {
        const picture = new Promise<number | undefined>((presented) => {
          const onSeek = () => video.requestVideoFrameCallback((now) => presented(now - timeStamp))
          video.addEventListener('seeking', onSeek, { once: true })
          setTimeout(presented, 1000)
        })
        let time = await rendered()
        while (stateOf(selector) === before && time - timeStamp < 1000) time = await rendered()
        resolve({ effect: time - timeStamp, ...(isSeek && { picture: await picture }) })
      }
      addEventListener('keydown', onKey, { capture: true, once: true })
    })
  Object.assign(window, { next })
}

async function measure(page: Page, shortcut: Shortcut): Promise<Sample[]> {
  const { keys, shows, isSeek = false, plays = false } = shortcut
  await page.evaluate((isPlaying) => {
    const video = document.querySelector('video') as HTMLVideoElement
    Object.assign(video, { loop: true, currentTime: 5 })
    return isPlaying ? video.play() : video.pause()
  }, plays)
  const samples: Sample[] = []
  for (let index = 0; index < presses; index++) {
    // The state before the key is that of a player that has finished the one before.
    await page.waitForFunction(() => !document.querySelector('video')?.seeking)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    const result = page.evaluate(
      ([selector, isSeekKey]) =>
        (window as unknown as { next(selector: string, isSeek: boolean): Promise<Sample> }).next(
          selector,
          isSeekKey,
        ),
      [shows, isSeek] as const,
    )
    // The page must listen before the key arrives.
    await page.evaluate(() => 0)
    await page.keyboard.press(keys[index % keys.length] ?? '')
    samples.push(await result)
  }
  return samples
}

const { origin, stop } = await startSite()
const browser = await chromium.launch(launchOptions)
const page = await browser.newPage({ locale: 'en-US' })
await page.addInitScript(watchKeys)
await page.goto(`${origin}/ours-keys/1?muted`)
await page.getByRole('group', { name: 'Player controls' }).waitFor()
// The arrow keys for the volume need a focus in the player, and menus are loaded with it.
await page.locator('.skin-buttons > button').first().focus()
await page.waitForLoadState('networkidle')

const round = (value: number) => Math.round(value * 10) / 10
const worstOf = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN
const rows = []
const all: number[] = []
for (const shortcut of shortcuts) {
  const samples = await measure(page, shortcut)
  const effects = samples.map(({ effect }) => effect)
  const pictures = samples.flatMap(({ picture }) => picture ?? [])
  all.push(...effects)
  rows.push({
    keys: shortcut.keys.join(' '),
    video: shortcut.plays ? 'plays' : 'paused',
    presses: effects.length,
    'median, ms': round(median(effects)),
    '95 %, ms': round(worstOf(effects, 0.95)),
    'worst, ms': round(Math.max(...effects)),
    'picture of a seek, median ms': pictures.length > 0 ? round(median(pictures)) : undefined,
    'picture of a seek, 95 % ms': pictures.length > 0 ? round(worstOf(pictures, 0.95)) : undefined,
  })
}
await browser.close()
stop()
console.table(rows)
const share = all.filter((ms) => ms <= limitMs).length / all.length
console.log(
  `${round(share * 100)} % of ${all.length} key presses show their effect within ${limitMs} ms (median ${round(median(all))} ms, 95 % within ${round(worstOf(all, 0.95))} ms)`,
)
const report = join(tmpdir(), 'reelferry-bench-keys.json')
writeFileSync(report, JSON.stringify({ presses, share, rows }))
console.log(`\n${report}`)
