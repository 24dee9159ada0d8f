/** Checks the statements of the documentation against the repository. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { configurationTable } from '../edge/commands/configuration-table.ts'
import { problemsPage } from '../edge/commands/problems-page.ts'
import { freePlanADay, scalePage, writesAMonth } from '../edge/commands/scale-page.ts'
import { parseConfig, secretNames, variables } from '../edge/src/config.ts'
import { acceptedLicences } from '../web/third-party.ts'
import { shippedPackages } from './licences.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (file: string) => readFileSync(join(root, file), 'utf8')

const pages = globSync(['*.md', '{.github,web,edge,shared}/**/*.md'], {
  cwd: root,
  exclude: (name) => name.includes('node_modules') || name.includes('dist'),
})

/** Removes code, where brackets are not links. */
const withoutCode = (text: string) =>
  text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length))

/** Anchors of the headings of a page, as GitHub generates them. */
const anchorsOf = (text: string) =>
  [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('documentation', () => {
  it.each(pages)('%s has no broken links', (page) => {
    const links = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to)
    const broken = links.filter((to) => {
      if (/^[a-z]+:/.test(to)) return false
      const [path = '', anchor] = to.split('#')
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && !anchorsOf(read(target)).includes(anchor)
    })
    expect(broken).toEqual([])
  })

  it.each(pages)('%s names only existing scripts', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    // Commands of pnpm itself.
    const known = [...Object.keys(scripts), 'install', 'exec', 'add', 'run']
    const named = [...read(page).matchAll(/\b(?:pnpm|pnpm@12) (?:run )?([a-z][a-z-]*)/g)].map(
      ([, name = '']) => name,
    )
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  })

  it('lists the configuration like its schema (`pnpm run docs` writes it)', async () => {
    expect(read('shared/docs/configuration.md')).toBe(await configurationTable())
    const pieces = Object.entries(variables).filter(
      ([, schema]) => !JSON.stringify(schema).includes('"description"'),
    )
    expect(
      pieces.map(([name]) => name),
      'variables without a description',
    ).toEqual([])
  })

  it('has a section for each problem code (`pnpm run docs` writes it)', async () => {
    expect(read('shared/docs/problems.md')).toBe(await problemsPage())
  })

  it('explains every logged event, and no other', () => {
    const logged = globSync('edge/src/**/*.ts', { cwd: root }).flatMap((file) =>
      [...read(file).matchAll(/\blog\(\s*'([a-z-]+)'/g)].map(([, event = '']) => event),
    )
    const table = /^## Logs$[\s\S]*?(?=^## )/m.exec(read('shared/docs/operators.md'))?.[0] ?? ''
    const rows = [...table.matchAll(/^\| (`.*?)\|/gm)].map(([, cell = '']) => cell)
    const explained = rows.join().match(/[a-z]+(-[a-z]+)*/g) ?? []
    expect([...new Set(explained)].toSorted()).toEqual([...new Set(logged)].toSorted())
  })

  it('has a valid example of .dev.vars', () => {
    const lines = read('edge/.dev.vars.example').matchAll(/^#? ?([A-Z_]+)=(.*)$/gm)
    const example = Object.fromEntries([...lines].map(([, name, value]) => [name, value]))
    expect(() => parseConfig(example)).not.toThrow()
    expect(Object.keys(example).filter((name) => !(name in variables))).toEqual([])
  })
})

it('contains the costs that were counted (`pnpm run docs` writes scale.md)', async () => {
  expect(read('shared/docs/scale.md')).toBe(await scalePage())
  const number = (value: number) => value.toLocaleString('en-US')
  const { uploads, views } = freePlanADay()
  const costs = read('shared/docs/costs.md')
  expect(costs).toContain(
    `carries ${number(uploads)} uploads a day, and beside them ${number(views)} views`,
  )
  expect(read('README.md')).toContain(`carries at least ${number(uploads)} uploads a day`)
  expect(costs).toContain(`5 uploads a day each write ${number(writesAMonth(100 * 5))} times`)
})

describe('licences', () => {
  const packages = shippedPackages()

  it('are all on the list of accepted licences', () => {
    expect(packages.length).toBeGreaterThan(20)
    const others = packages.filter(({ licence }) => !acceptedLicences.includes(licence))
    expect(others).toEqual([])
  })
})

describe('edge/wrangler.jsonc', () => {
  // Removes comments on their own lines and trailing commas.
  const jsonc = read('edge/wrangler.jsonc').replace(/^\s*\/\/.*$/gm, '')
  const { vars, secrets } = JSON.parse(jsonc.replace(/,(\s*[}\]])/g, '$1')) as {
    vars: Record<string, string>
    secrets: { required: string[] }
  }

  it('declares every variable of the schema as a variable or a secret', () => {
    const plain = Object.keys(variables).filter((name) => !secretNames.includes(name))
    expect(Object.keys(vars).toSorted()).toEqual(plain.toSorted())
    expect(secretNames).toEqual(expect.arrayContaining(secrets.required))
  })

  it('has no values, so operators never edit it', () => {
    expect(Object.values(vars).filter(Boolean)).toEqual([])
  })
})
