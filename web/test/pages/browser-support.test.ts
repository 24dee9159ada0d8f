/** Compares the table of browsers in Help with the one of the documentation, and with the tests that it names. */
import { describe, expect, it } from 'vitest'
import page from '../../../shared/docs/browsers.md?raw'
import { texts as help } from '../../src/i18n/locales/en/help.ts'
import { browserSupport, supportedEngines } from '../../src/pages/browser-support.ts'

/** The source of each test in a browser. */
const specs = import.meta.glob<string>('../../e2e/**/*.spec.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
})
const unitTests = import.meta.glob('../../test/**/*.test.ts')

/** Tags of the tests that `pnpm test` runs in an engine. Chromium needs none. */
const tags = { chromium: '', firefox: '@core', webkit: '@webkit' }

/** The cells of each row of the page’s tables, by the first cell. */
const rows = new Map(
  [...page.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => {
    const [task = '', ...cells] = row.split(' | ').map((cell) => cell.trim())
    return [task, cells] as const
  }),
)

describe('the browsers in the documentation and in Help', () => {
  it.each(Object.entries(browserSupport))('agree about "%s"', (task, support) => {
    const cells = rows.get(help[`support.${task as keyof typeof browserSupport}`])
    expect(cells).toHaveLength(supportedEngines.length)
    for (const [index, engine] of supportedEngines.entries()) {
      const cell = cells?.[index] ?? ''
      const tests = [...cell.matchAll(/`(e2e\/[^`]+)`/g)].map(([, path = '']) => path)
      const found = cell.startsWith('not tested') ? 'untested' : tests.length > 0 ? 'yes' : cell
      expect([engine, found]).toEqual([engine, support[engine]])
      for (const path of tests) expect(specs[`../../${path}`], path).toContain(tags[engine])
    }
  })

  it('name existing tests only', () => {
    const named = [...page.matchAll(/`((?:e2e|test)\/[^`]+)`/g)].map(([, path = '']) => path)
    const existing = Object.keys({ ...specs, ...unitTests })
    expect(named.length).toBeGreaterThan(10)
    // Vite gives the paths from this file.
    const isMissing = (path: string) =>
      !existing.some((found) => found.endsWith(path.replace(/^test\//, '/')))
    expect(named.filter(isMissing)).toEqual([])
  })
})
