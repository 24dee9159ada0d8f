/**
 * What every screen has to stand, in every state: axe in both themes and languages, 400 % zoom, a script that runs
 * from right to left, forced colours, and targets large enough for thumbs. With `SCREENSHOTS=folder` it leaves pictures
 * of each as well.
 */
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'

export const languages = ['en', 'zh-CN'] as const
export const themes = ['light', 'dark'] as const
type Language = (typeof languages)[number]

const standards: axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
/** What another theme can make a difference to: its stylesheet has nothing but other colours. */
const ofColours: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

const screenshots = process.env.SCREENSHOTS

/** 1280 × 1024 px at 400 % (WCAG 2.2, 1.4.10). */
const zoomed = { width: 320, height: 256 }
/** So high that nothing is out of sight, where it would not be laid out. */
const usual = { width: 1280, height: 2000 }

/** What axe has been shown: the names of components and documents, by theme and language. */
export const seen = new Map<string, Set<string>>()
export const variant = (theme: string, language: string) => `${theme}, ${language}`

/** Changes the language as the page's own select does; also below a dialog, where that cannot be clicked. */
const bySelect = (page: Page, language: Language) =>
  page.locator('select.language').evaluate((select: HTMLSelectElement, value) => {
    select.value = value
    select.dispatchEvent(new Event('change'))
  }, language)

interface Ways {
  /** How the page is brought to speak another language. */
  speak?: (page: Page, language: Language) => Promise<unknown>
}

/** Holds what a page shows now to all of it; the page is left in English, light, and as wide as before. */
export async function inspect(page: Page, name: string, { speak = bySelect }: Ways = {}) {
  const say = async (language: Language) => {
    await speak(page, language)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
  }
  const before = page.viewportSize() ?? usual
  for (const language of languages) {
    await say(language)
    await page.setViewportSize(usual)
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const found = await violations(page, colorScheme === 'light' ? standards : ofColours)
      expect(found, `${name}: axe, ${variant(colorScheme, language)}`).toEqual([])
      const names = seen.get(variant(colorScheme, language)) ?? new Set()
      for (const one of await page.evaluate(shown)) names.add(one)
      seen.set(variant(colorScheme, language), names)
      if (screenshots) await photograph(page, `${name} ${colorScheme} ${language}`)
    }
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(zoomed)
    expect(await page.evaluate(overflowing), `${name}: at 400 %, ${language}`).toEqual([])
  }
  await say('en')
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name} 320.png`) })
  expect(await page.evaluate(small), `${name}: targets`).toEqual([])

  await page.locator('html').evaluate((root) => root.setAttribute('dir', 'rtl'))
  expect(await page.evaluate(overflowing), `${name}: right to left`).toEqual([])
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name} rtl.png`) })
  await page.locator('html').evaluate((root) => root.removeAttribute('dir'))

  await page.setViewportSize(before)
  await page.emulateMedia({ forcedColors: 'active' })
  expect(await page.evaluate(edgeless), `${name}: forced colours`).toEqual([])
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name} forced.png`) })
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' })
}

/** What axe finds fault with. It is brought into a document once. */
export async function violations(page: Page, runOnly = standards) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async (rules) => {
    const { run } = (window as unknown as { axe: { run: typeof axe.run } }).axe
    // Stylesheets are not fetched anew, and nothing here is in a frame.
    const { violations } = await run({ runOnly: rules, preload: false, iframes: false })
    return violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))
  }, runOnly)
}

async function photograph(page: Page, name: string) {
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: join(screenshots ?? '', `${name} ${width}.png`), fullPage: true })
  }
  await page.setViewportSize(usual)
}

/** In the page: the names of the components that are shown, and of the document that shows them. */
function shown(): string[] {
  interface VNode {
    el: Node | null
    component: { type: { __name?: string }; subTree: VNode } | null
    children: unknown
  }
  const names = new Set<string>()
  const isShown = ({ el, component, children }: VNode): boolean =>
    component
      ? isShown(component.subTree)
      : el instanceof Element
        ? el.checkVisibility()
        : Array.isArray(children) && children.some(isShown)
  const visit = (node: VNode) => {
    if (node.component) {
      if (isShown(node)) names.add(node.component.type.__name ?? '')
      visit(node.component.subTree)
    }
    if (Array.isArray(node.children)) node.children.forEach(visit)
  }
  const roots = [document, ...[...document.querySelectorAll('*')].map((one) => one.shadowRoot)]
  for (const root of roots)
    for (const host of [root, ...(root?.querySelectorAll('#app') ?? [])]) {
      const tree = (host as unknown as { _vnode?: VNode } | null)?._vnode
      if (tree) visit(tree)
    }
  for (const { src } of document.scripts) {
    const [, file] = /\/([a-z]+)-[\w-]+\.js$/.exec(src) ?? []
    if (file) names.add(`${file}.html`)
  }
  // Its first script is in the page itself.
  if (location.pathname.startsWith('/embed/')) names.add('embed.html')
  return [...names]
}

/** In the page: what sticks out of it, or of its dialog, to the side. */
function overflowing(): string[] {
  const open = [...document.querySelectorAll('dialog[open]')]
  return [document.documentElement, ...open].flatMap((box) => {
    const { right, left } = box.getBoundingClientRect()
    const isInside = box.scrollWidth <= box.clientWidth && left >= 0 && right <= innerWidth
    if (isInside) return []
    const culprits = [...box.querySelectorAll('*')].filter((one) => {
      const rect = one.getBoundingClientRect()
      return rect.width > 1 && (rect.right > right + 1 || rect.left < left - 1)
    })
    return [`${box.tagName} ${box.scrollWidth} > ${box.clientWidth}`].concat(
      culprits.map((one) => `${one.tagName}.${one.className}`),
    )
  })
}

/** In the page: everything that can be used. */
function small(): string[] {
  const selector =
    'a[href], button, input, select, textarea, summary, [role=slider], [role=tab], [tabindex="0"]'
  const roots = [document, ...[...document.querySelectorAll('*')].map((one) => one.shadowRoot)]
  return roots
    .flatMap((root) => [...(root?.querySelectorAll(selector) ?? [])])
    .filter((one) => one.checkVisibility() && !one.closest('.visually-hidden, .skip'))
    .flatMap((one) => {
      const { width, height } = one.getBoundingClientRect()
      // WCAG 2.2, 2.5.8.
      return width >= 24 && height >= 24
        ? []
        : [`${width} × ${height}: ${one.outerHTML.slice(0, 120)}`]
    })
}

/** In the page: controls that only a background would tell from what is around them. */
function edgeless(): string[] {
  const selector = 'button:not([role=tab], .link), a.button, .button, select, input, textarea'
  const roots = [document, ...[...document.querySelectorAll('*')].map((one) => one.shadowRoot)]
  return roots
    .flatMap((root) => [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])])
    .filter((one) => one.checkVisibility() && !one.closest('.visually-hidden'))
    .filter((one) => !['checkbox', 'range', 'file'].includes((one as HTMLInputElement).type))
    .filter((one) => {
      const { borderTopStyle, borderTopWidth } = getComputedStyle(one)
      return borderTopStyle === 'none' || borderTopWidth === '0px'
    })
    .map((one) => one.outerHTML.slice(0, 120))
}
