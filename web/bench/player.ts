/**
 * `pnpm bench player [mp4|hls] [loopback|slow]`: compares a bare `<video>`, our embed page with its own controls and with
 * those of the browser, and other players with the same features, as MP4 and as HLS, on loopback and at 10 Mbit/s with
 * 40 ms latency. Measures the time to the first presented frame, main-thread time until then and until one second has
 * played with controls, bytes of code until then, and layout shift. Every load is cold. Rounds alternate, and each starts
 * with another page; the tables show medians. `ONLY` selects players, `ROUNDS=0` only prepares; see `player-site.ts`.
 */
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from '@playwright/test'
import { median } from './clip.ts'
import { folderOf, type Kind, kinds as allKinds, peers } from './player-peers.ts'
import { launchOptions, startSite } from './player-site.ts'

const rounds = Number(process.env.ROUNDS ?? 9)
const only = process.env.ONLY?.split(',')
const selected = process.argv.slice(2)
const isSelected = (option: string, options: readonly string[]) =>
  selected.includes(option) || !selected.some((value) => options.includes(value))
const kinds = allKinds.filter((kind) => isSelected(kind, allKinds))
const networks = [
  { name: 'loopback', short: 'loopback', isSlow: false },
  { name: '10 Mbit/s, 40 ms', short: 'slow', isSlow: true },
].filter(({ short }) => isSelected(short, ['loopback', 'slow']))

interface Sample {
  /** Time from the start of navigation to the first frame, ms. */
  frame: number
  /** Transferred bytes of scripts and styles. */
  code: number
  shift: number
  /** Main-thread time until the first frame, ms. */
  mainThread: number
  /** Main-thread time until one second of the video has played and the controls are there, ms. */
  untilPlayed: number
}

/** Runs in the page: records the time of the first frame of any `<video>`, also in shadow roots, and layout shifts. */
function watchFrames(): void {
  const seen = new WeakSet<Element>()
  const watch = (element: Element) => {
    if (!(element instanceof HTMLVideoElement) || seen.has(element)) return
    seen.add(element)
    element.requestVideoFrameCallback((now) => {
      const target = window as unknown as { firstFrame?: number }
      target.firstFrame ??= now
    })
    element.addEventListener('timeupdate', () => {
      if (element.currentTime >= 1) Object.assign(window, { hasPlayed: true })
    })
  }
  const observe = (root: Document | ShadowRoot) =>
    new MutationObserver(() => root.querySelectorAll('video').forEach(watch)).observe(root, {
      childList: true,
      subtree: true,
    })
  observe(document)
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options)
    observe(root)
    return root
  }
  Object.assign(window, { shift: 0 })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      (window as unknown as { shift: number }).shift += (
        entry as unknown as { value: number }
      ).value
  }).observe({ type: 'layout-shift', buffered: true })
}

const timeoutMs = 15_000

/** Names of our embed page: with its own controls, and with those of the browser. */
const ours = 'Reelferry'
const oursNative = 'Reelferry with native controls'

/** The element that our page has when its controls are loaded. Other players have theirs before the first frame. */
const controlsOf: Record<string, string> = { [ours]: '.skin', [oursNative]: 'video[controls]' }

async function load(
  tab: Page,
  name: string,
  url: string,
  isSlow: boolean,
): Promise<Sample | undefined> {
  const session = await tab.context().newCDPSession(tab)
  await session.send('Network.enable')
  await session.send('Performance.enable')
  if (isSlow)
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 40,
      downloadThroughput: 1_250_000,
      uploadThroughput: 1_250_000,
    })
  let code = 0
  const kinds = new Map<string, string>()
  session.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (['Script', 'Stylesheet'].includes(kinds.get(requestId) ?? '')) code += encodedDataLength
  })
  await tab.addInitScript(watchFrames)
  await tab.goto(url, { waitUntil: 'commit' })
  try {
    await tab.waitForFunction(() => 'firstFrame' in window, undefined, { timeout: timeoutMs })
  } catch {
    return undefined
  }
  const taskMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
  }
  const mainThread = await taskMs()
  await tab.waitForLoadState('load')
  await tab.waitForFunction(() => 'hasPlayed' in window)
  await tab.locator(controlsOf[name] ?? 'body').waitFor({ state: 'attached' })
  const untilPlayed = await taskMs()
  // Return only values, because `window` cannot be serialized.
  const { firstFrame, shift, inPage } = await tab.evaluate(() => {
    const { firstFrame, shift } = window as unknown as { firstFrame: number; shift: number }
    const inlineCode = document.head.querySelectorAll('style, script:not([src])')
    const inPage = [...inlineCode].map((element) => element.textContent).join('')
    return { firstFrame, shift, inPage }
  })
  const inline = inPage ? gzipSync(inPage).length : 0
  return { frame: firstFrame, code: code + inline, shift, mainThread, untilPlayed }
}

interface Subject {
  name: string
  kind: Kind
  path: string
}
const subjects: Subject[] = kinds
  .flatMap((kind) => [
    { name: 'bare <video>', kind, path: `/bare-${kind}/` },
    { name: 'bare <video controls>', kind, path: `/bare-${kind}/controls` },
    { name: ours, kind, path: `/ours-${kind}/1` },
    { name: oursNative, kind, path: `/ours-${kind}/1?controls=native` },
    ...Object.entries(peers)
      .filter(([, peer]) => peer[kind])
      .map(([name]) => ({ name, kind, path: `/${folderOf(name, kind)}/` })),
  ])
  .filter(({ name }) => !only || only.includes(name))

const startingAt = (round: number) => {
  const first = round % Math.max(subjects.length, 1)
  return [...subjects.slice(first), ...subjects.slice(0, first)]
}

const { origin, stop } = await startSite()
const browser = await chromium.launch(launchOptions)
const samples = new Map<string, Sample[]>()
for (let round = 0; round < rounds; round++)
  for (const { name: network, isSlow } of networks)
    for (const { name, kind, path } of startingAt(round)) {
      const context = await browser.newContext({ locale: 'en-US' })
      const tab = await context.newPage()
      await tab.route(/^https:/, (route) => route.abort())
      const sample = await load(tab, name, origin + path, isSlow)
      await context.close()
      const key = `${kind}|${network}|${name}`
      if (sample) samples.set(key, [...(samples.get(key) ?? []), sample])
    }
await browser.close()
stop()

const results = [...samples].map(([key, taken]) => {
  const [kind = '', network = '', name = ''] = key.split('|')
  const medianOf = (member: keyof Sample) => median(taken.map((sample) => sample[member]))
  return {
    kind,
    network,
    player: name,
    loads: taken.length,
    'first frame, ms': Math.round(medianOf('frame') * 10) / 10,
    'code, kB gz': Math.round(medianOf('code') / 100) / 10,
    'layout shift': Math.round(medianOf('shift') * 1000) / 1000,
    'main thread, ms': Math.round(medianOf('mainThread')),
    'until 1 s played, ms': Math.round(medianOf('untilPlayed')),
  }
})
for (const kind of kinds)
  for (const { name: network } of networks) {
    const rows = results.filter((result) => result.kind === kind && result.network === network)
    const frameOf = (name: string) =>
      rows.find(({ player }) => player === name)?.['first frame, ms'] ?? NaN
    const ratioTo = (name: string, frame: number) =>
      Math.round((frame / frameOf(name)) * 1000) / 1000
    console.log(`\n${kind.toUpperCase()}, ${network} (${rounds} loads each)`)
    console.table(
      rows
        .map((row) => ({
          ...row,
          'x bare <video>': ratioTo('bare <video>', row['first frame, ms']),
          'x native controls': ratioTo(oursNative, row['first frame, ms']),
        }))
        .toSorted((a, b) => a['first frame, ms'] - b['first frame, ms']),
    )
  }
const report = join(tmpdir(), 'reelferry-bench-player.json')
writeFileSync(report, JSON.stringify({ rounds, results }))
console.log(`\n${report}`)
