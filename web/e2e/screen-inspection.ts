/**
 * Accessibility checks for every screen in every state: axe in both themes and all languages, 400 % zoom, right-to-left
 * direction, forced colours and target sizes. With `SCREENSHOTS=folder` it also saves screenshots.
 */
import { appendFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import axe from 'axe-core'
import { emulatesMedia } from './browsers/capabilities.ts'
import { type Engine, isPart } from './browsers/engines.ts'

/** English first: tests find controls by their English names. `pnpm test` inspects only English. */
const languages = isPart
  ? ['en']
  : [...new Set(['en', ...readdirSync(new URL('../src/i18n/locales/', import.meta.url))])]
const themes = ['light', 'dark'] as const

const standards: axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
/** Rules for the second theme, which only has other colours. */
const colourRules: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

const screenshots = process.env.SCREENSHOTS

/** Viewport of 1280 × 1024 px at 400 % (WCAG 2.2, 1.4.10). */
const zoomed = { width: 320, height: 256 }
/** High enough to show everything, because invisible cards are not laid out. */
const defaultViewport = { width: 1280, height: 2000 }

const variant = (theme: string, language: string) => `${theme}, ${language}`

/**
 * The file that records what axe has inspected in this run: a line for each variant and component. The memory of a worker
 * would not be enough, because a failed test ends its worker, and another one repeats the test.
 */
const recordPath = () => {
  const { outputDir, name } = test.info().project
  return join(outputDir, `inspected-${name}.txt`)
}

const inspectedLine = (variant: string, component: string) => `${variant}: ${component}`

function recordInspected(variant: string, components: readonly string[]): void {
  mkdirSync(dirname(recordPath()), { recursive: true })
  for (const name of components) appendFileSync(recordPath(), `${inspectedLine(variant, name)}\n`)
}

/** Returns the components and documents that axe has not inspected in every theme and language in this run. */
export function findNotInspected(components: readonly string[]): string[] {
  const inspected = new Set(readFileSync(recordPath(), 'utf8').split('\n'))
  return themes
    .flatMap((theme) => languages.map((language) => variant(theme, language)))
    .flatMap((variant) => components.map((name) => inspectedLine(variant, name)))
    .filter((line) => !inspected.has(line))
}

/**
 * Changes the language with the page's select, which is in the menu of the account. Works also behind a dialog, where
 * neither can be clicked.
 */
const selectLanguage = (page: Page, language: string) =>
  page.evaluate(async (value) => {
    const find = () => document.querySelector<HTMLSelectElement>('select.language')
    const account = document.querySelector<HTMLElement>('button.who')
    const isOpened = !find() && account !== null
    if (isOpened) account.click()
    while (!find()) await new Promise(requestAnimationFrame)
    const select = find() as HTMLSelectElement
    select.value = value
    select.dispatchEvent(new Event('change'))
    if (isOpened) select.closest<HTMLElement>('[popover]')?.hidePopover()
  }, language)

interface InspectOptions {
  /** Changes the language of the page. */
  setLanguage?: (page: Page, language: string) => Promise<unknown>
  /** Whether the texts stay in English. */
  staysEnglish?: boolean
}

/** Runs all checks on what a page shows now. Restores English, the light theme and the viewport. */
export async function inspect(
  page: Page,
  name: string,
  { setLanguage = selectLanguage, staysEnglish = false }: InspectOptions = {},
) {
  const changeLanguage = async (language: string) => {
    await setLanguage(page, language)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
  }
  const before = page.viewportSize() ?? defaultViewport
  for (const language of languages) {
    await changeLanguage(language)
    await page.setViewportSize(defaultViewport)
    if (language !== 'en' && !staysEnglish) await expectTranslated(page, name, language)
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const found = await violations(page, colorScheme === 'light' ? standards : colourRules)
      expect(found, `${name}: axe, ${variant(colorScheme, language)}`).toEqual([])
      recordInspected(variant(colorScheme, language), await page.evaluate(visibleComponents))
      if (screenshots) await takeScreenshots(page, `${name} ${colorScheme} ${language}`)
    }
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await page.evaluate(highCards), `${name}: height of cards, ${language}`).toEqual([])
    await page.setViewportSize(zoomed)
    expect(await page.evaluate(overflowingElements), `${name}: at 400 %, ${language}`).toEqual([])
  }
  await changeLanguage('en')
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name} 320.png`) })
  expect(await page.evaluate(smallTargets), `${name}: targets`).toEqual([])

  await page.locator('html').evaluate((root) => root.setAttribute('dir', 'rtl'))
  expect(await page.evaluate(overflowingElements), `${name}: right to left`).toEqual([])
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name} rtl.png`) })
  await page.locator('html').evaluate((root) => root.removeAttribute('dir'))

  await page.setViewportSize(before)
  await page.emulateMedia({ forcedColors: 'active' })
  if (emulatesMedia(test.info().project.name as Engine))
    expect(await page.evaluate(borderlessControls), `${name}: forced colours`).toEqual([])
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name} forced.png`) })
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' })
}

/** The violations that axe finds. The script of axe is added to a document once. */
export async function violations(page: Page, runOnly = standards) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(async (rules) => {
    const { run } = (window as unknown as { axe: { run: typeof axe.run } }).axe
    // Stylesheets need not be fetched again, and there are no frames.
    const { violations } = await run({ runOnly: rules, preload: false, iframes: false })
    return violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))
  }, runOnly)
}

/** Every plain text of a language in all chunks. */
async function textsIn(language: string): Promise<string[]> {
  const plainTexts = (node: unknown): string[] =>
    typeof node === 'string' ? [node] : Object.values(node ?? {}).flatMap(plainTexts)
  const folder = new URL(`../src/i18n/locales/${language}/`, import.meta.url)
  const chunks = readdirSync(folder).filter((file) => file !== 'meta.ts')
  const modules = await Promise.all(chunks.map((file) => import(new URL(file, folder).href)))
  return modules.flatMap((exports) => plainTexts(exports))
}

/** Expects that no text of the page is still in English, as if it were made once, before the language was changed. */
async function expectTranslated(page: Page, name: string, language: string) {
  const translated = await textsIn(language)
  const english = (await textsIn('en'))
    .filter((text) => /[a-z]{3}/.test(text.replace(/\{\w+\}/g, '')))
    .map(
      (text) =>
        `^${text
          .split(/\{\w+\}/)
          .map(escapePattern)
          .join('.+')}$`,
    )
    .filter((pattern) => !translated.some((text) => new RegExp(pattern).test(text)))
  await expect
    .poll(() => page.evaluate(shownTexts, english), { message: `${name}: texts in ${language}` })
    .toEqual([])
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Runs in the page: texts with one of some patterns that it shows or gives to assistive technology. */
function shownTexts(patterns: readonly string[]): string[] {
  const wanted = new RegExp(patterns.join('|'))
  const found = new Set<string>()
  const visit = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) visit(element.shadowRoot)
      if (!element.checkVisibility() || element.closest('script, style, [role=status]')) continue
      const own = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent ?? '')
      const attributes = ['aria-label', 'title', 'placeholder', 'alt']
      for (const text of [...own, ...attributes.map((name) => element.getAttribute(name) ?? '')])
        if (wanted.test(text.trim())) found.add(text.trim())
    }
  }
  visit(document)
  return [...found]
}

async function takeScreenshots(page: Page, name: string) {
  for (const width of [390, 768, 1280, 1920]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: join(screenshots ?? '', `${name} ${width}.png`), fullPage: true })
  }
  await page.setViewportSize(defaultViewport)
}

/** Runs in the page: names of the visible components and of the document. */
function visibleComponents(): string[] {
  interface VNode {
    el: Node | null
    component: { type: { __name?: string }; subTree: VNode } | null
    children: unknown
  }
  const names = new Set<string>()
  const isVisible = ({ el, component, children }: VNode): boolean =>
    component
      ? isVisible(component.subTree)
      : el instanceof Element
        ? el.checkVisibility()
        : Array.isArray(children) && children.some(isVisible)
  const visit = (node: VNode) => {
    if (node.component) {
      if (isVisible(node)) names.add(node.component.type.__name ?? '')
      visit(node.component.subTree)
    }
    if (Array.isArray(node.children)) node.children.forEach(visit)
  }
  const roots = [
    document,
    ...[...document.querySelectorAll('*')].map((element) => element.shadowRoot),
  ]
  for (const root of roots)
    for (const host of [root, ...(root?.querySelectorAll('#app') ?? [])]) {
      const tree = (host as unknown as { _vnode?: VNode } | null)?._vnode
      if (tree) visit(tree)
    }
  for (const { src } of document.scripts) {
    const [, file] = /\/([a-z]+)-[\w-]+\.js$/.exec(src) ?? []
    if (file) names.add(`${file}.html`)
  }
  // The first script of the embed page is inline.
  if (location.pathname.startsWith('/embed/')) names.add('embed.html')
  return [...names]
}

/** Runs in the page: elements that overflow the page or an open dialog horizontally. */
function overflowingElements(): string[] {
  const open = [...document.querySelectorAll('dialog[open]')]
  return [document.documentElement, ...open].flatMap((box) => {
    const { right, left } = box.getBoundingClientRect()
    const isInside = box.scrollWidth <= box.clientWidth && left >= 0 && right <= innerWidth
    if (isInside) return []
    const culprits = [...box.querySelectorAll('*')].filter((element) => {
      const rect = element.getBoundingClientRect()
      return rect.width > 1 && (rect.right > right + 1 || rect.left < left - 1)
    })
    return [`${box.tagName} ${box.scrollWidth} > ${box.clientWidth}`].concat(
      culprits.map((element) => `${element.tagName}.${element.className}`),
    )
  })
}

/** Runs in the page: cards of the queue that are higher than 220 px. An open description adds its height. */
function highCards(): string[] {
  return [...document.querySelectorAll<HTMLElement>('article.job')].flatMap((card) => {
    const description = card.querySelector<HTMLElement>('textarea:not([rows="1"])')
    const height = card.clientHeight - (description?.offsetHeight ?? 0)
    return height <= 220 ? [] : [`${card.ariaLabel}: ${height}`]
  })
}

/** Runs in the page: controls that are smaller than 24 × 24 px. */
function smallTargets(): string[] {
  const selector =
    'a[href], button, input, select, textarea, summary, [role=slider], [role=tab], [tabindex="0"]'
  const roots = [
    document,
    ...[...document.querySelectorAll('*')].map((element) => element.shadowRoot),
  ]
  return roots
    .flatMap((root) => [...(root?.querySelectorAll(selector) ?? [])])
    .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden, .skip'))
    .flatMap((element) => {
      const { width, height } = element.getBoundingClientRect()
      // WCAG 2.2, 2.5.8.
      return width >= 24 && height >= 24
        ? []
        : [`${width} × ${height}: ${element.outerHTML.slice(0, 120)}`]
    })
}

/** Runs in the page: controls without a border. Forced colours remove their background, so they would be invisible. */
function borderlessControls(): string[] {
  const selector = 'button:not([role=tab], .link), a.button, .button, select, input, textarea'
  const roots = [
    document,
    ...[...document.querySelectorAll('*')].map((element) => element.shadowRoot),
  ]
  return roots
    .flatMap((root) => [...(root?.querySelectorAll<HTMLElement>(selector) ?? [])])
    .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden'))
    .filter(
      (element) =>
        !['checkbox', 'radio', 'range', 'file'].includes((element as HTMLInputElement).type),
    )
    .filter((element) => {
      const { borderTopStyle, borderTopWidth } = getComputedStyle(element)
      return borderTopStyle === 'none' || borderTopWidth === '0px'
    })
    .map((element) => element.outerHTML.slice(0, 120))
}
