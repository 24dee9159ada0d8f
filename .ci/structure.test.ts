/** Import rules that the compiler does not check. `.github/CONTRIBUTING.md` explains them. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Import {
  file: string
  specifier: string
  /** Path inside the repository for a relative import, else the specifier. */
  target: string
  typeOnly: boolean
}

const importStatement =
  /^\s*(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]/gm

function importsOf(pattern: string): Import[] {
  const files = globSync(pattern, { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  expect(files, `no file matches ${pattern}`).not.toHaveLength(0)
  return files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(importStatement)].map((match) => {
      const specifier = match[2] ?? match[3] ?? match[4] ?? ''
      const target = specifier.startsWith('.')
        ? relative(root, resolve(root, dirname(file), specifier)).replaceAll('\\', '/')
        : specifier
      return { file, specifier, target, typeOnly: match[1] !== undefined }
    }),
  )
}

const violations = (imports: Import[], isAllowed: (item: Import) => boolean) =>
  imports.filter((item) => !isAllowed(item)).map(({ file, specifier }) => `${file} → ${specifier}`)

describe('arrows between packages', () => {
  it('the contract imports valibot and itself', () => {
    const imports = importsOf('shared/contract/src/**/*.ts')
    expect(
      violations(
        imports,
        ({ target }) => target === 'valibot' || target.startsWith('shared/contract/'),
      ),
    ).toEqual([])
  })

  it('the Worker imports the contract, its libraries and itself', () => {
    const libraries = [
      '@reelferry/contract',
      '@reelferry/retry',
      '@valibot/to-json-schema',
      'hono',
      'jose',
      'valibot',
    ]
    const isLibrary = (target: string) =>
      libraries.some((name) => target === name || target.startsWith(`${name}/`))
    expect(
      violations(
        importsOf('edge/src/**/*.ts'),
        ({ target }) => isLibrary(target) || target.startsWith('edge/src/'),
      ),
    ).toEqual([])
  })

  it('the studio imports only types from the Worker, and nothing from the local region', () => {
    expect(
      violations(
        importsOf('web/src/**/*.{ts,vue}'),
        ({ target, typeOnly }) =>
          !target.startsWith('@reelferry/local-vod') &&
          !/^(edge|shared)\//.test(target) &&
          (!target.startsWith('@reelferry/edge') || typeOnly),
      ),
    ).toEqual([])
  })

  it('the local region imports itself and Node', () => {
    expect(
      violations(
        importsOf('shared/local-vod/src/**/*.ts'),
        ({ target }) => target.startsWith('node:') || target.startsWith('shared/local-vod/src/'),
      ),
    ).toEqual([])
  })

  it('nothing imports the studio', () => {
    const imports = importsOf('{edge,shared}/**/{src,test}/**/*.ts')
    expect(violations(imports, ({ target }) => !/^(@reelferry\/)?web(\/|$)/.test(target))).toEqual(
      [],
    )
  })
})

describe('areas of web/src', () => {
  const files = globSync('web/src/**/*.{ts,vue}', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.endsWith('.d.ts'))
  const imports = importsOf('web/src/**/*.{ts,vue}').filter(({ target }) =>
    target.startsWith('web/src/'),
  )
  /** `features/upload`, `media`, …: the unit that the import rules are about. */
  const areaOf = (file: string) => /^web\/src\/(features\/[^/]+|[^/]+)/.exec(file)?.[1] ?? 'unknown'

  it('import only areas of lower layers', () => {
    const entries = ['app', 'embed', 'operator', 'uploader']
    const layerOf = (area: string) => {
      if (entries.includes(area)) return 0
      const layers = [
        'pages',
        'features',
        'media',
        'platform',
        'design',
        'composables',
        'i18n',
        'api',
      ]
      return 1 + layers.indexOf(area.split('/')[0] ?? '')
    }
    const isAllowed = ({ file, target }: Import) => {
      const from = areaOf(file)
      const to = areaOf(target)
      if (from === to || layerOf(from) < layerOf(to)) return true
      return from.startsWith('features/') && allowedFeatureImports.has(`${from} → ${to}`)
    }
    expect(
      files.map(areaOf).filter((area) => layerOf(area) === 0 && !entries.includes(area)),
    ).toEqual([])
    expect(violations(imports, isAllowed)).toEqual([])
  })

  it('form no import cycle', () => {
    const edges = new Map<string, Set<string>>()
    for (const { file, target } of imports) {
      const [from, to] = [areaOf(file), areaOf(target)]
      if (from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to))
    }
    expect(findCycles(edges)).toEqual([])
  })

  it('contain no import cycle between files', () => {
    const edges = new Map<string, Set<string>>()
    for (const { file, target } of imports)
      edges.set(file, (edges.get(file) ?? new Set()).add(target))
    expect(findCycles(edges)).toEqual([])
  })

  it('allow only feature imports that exist', () => {
    const existing = new Set(
      imports.map(({ file, target }) => `${areaOf(file)} → ${areaOf(target)}`),
    )
    expect([...allowedFeatureImports.keys()].filter((pair) => !existing.has(pair))).toEqual([])
  })
})

/** Every feature that imports another one, with the reason. */
const allowedFeatureImports = new Map([
  ['features/upload → features/pick', 'the upload panel contains the drop area'],
  ['features/upload → features/prepare', 'a job card contains the quality select and the editor'],
  ['features/upload → features/captions', 'a job has captions before its upload is opened'],
  ['features/library → features/captions', 'the page of a video opens the editor of captions'],
  ['features/upload → features/details', 'a job has a title, a description and a visibility'],
  ['features/upload → features/session', 'a queue belongs to one creator'],
  ['features/library → features/prepare', 'a cover is made of a frame or an image in the same way'],
  ['features/library → features/upload', 'a new cover of a published video is sent to VOD'],
  ['features/library → features/watch', 'the page of a video loads its adaptive stream'],
])

/** Every cycle of a graph, as a path that starts and ends at the same node. */
function findCycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const cycles: string[] = []
  const done = new Set<string>()
  const visit = (node: string, path: string[]): void => {
    const start = path.indexOf(node)
    if (start !== -1) {
      cycles.push([...path.slice(start), node].join(' → '))
      return
    }
    if (done.has(node)) return
    for (const next of edges.get(node) ?? []) visit(next, [...path, node])
    done.add(node)
  }
  for (const node of edges.keys()) visit(node, [])
  return cycles
}

describe('stylesheets', () => {
  /** Classes at the start of the selectors of a stylesheet. */
  const classesOf = (file: string) => {
    const css = readFileSync(join(root, file), 'utf8').replace(/\/\*.*?\*\//gs, '')
    const selectors = [...css.matchAll(/([^{};]+)\{/g)].flatMap(([, list = '']) => list.split(','))
    return selectors.flatMap((selector) => /^\.([\w-]+)/.exec(selector.trim())?.[1] ?? [])
  }

  it('of two features define no class of the same name, because all stylesheets apply to the whole page', () => {
    const shared = new Set(globSync('web/src/design/*.css', { cwd: root }).flatMap(classesOf))
    const features = new Map<string, Set<string>>()
    for (const file of globSync('web/src/features/**/*.css', { cwd: root }))
      for (const name of classesOf(file)) {
        const feature = file.split(/[\\/]/)[3] ?? ''
        if (!shared.has(name)) features.set(name, (features.get(name) ?? new Set()).add(feature))
      }
    expect(features.size).toBeGreaterThan(50)
    const clashes = [...features].filter(([, definedBy]) => definedBy.size > 1)
    expect(clashes.map(([name, definedBy]) => `${name}: ${[...definedBy].join(', ')}`)).toEqual([])
  })
})

describe('features that other sites embed', () => {
  it('do not access the document around their shadow root', () => {
    const files = globSync(
      'web/src/{media,platform,features/{capture,details,pick,prepare,upload}}/**/*.{ts,vue}',
      { cwd: root },
    )
    expect(files).not.toHaveLength(0)
    const page = /document\.(getElementById|querySelector|documentElement|title|body|head)\b/
    expect(files.filter((file) => page.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
  })
})

describe('folders inside an area', () => {
  it('models import only models, the contract and valibot', () => {
    const isModel = (target: string) =>
      /^web\/src\/(features\/[\w-]+\/)?(model|job)\//.test(target) ||
      /^web\/src\/(media|platform)\/model\//.test(target)
    expect(
      violations(
        importsOf('web/src/{{media,platform}/model,features/*/{model,job}}/*.ts'),
        ({ target, typeOnly }) =>
          ['@reelferry/contract', 'valibot'].includes(target) ||
          isModel(target) ||
          // The messages define which failure codes exist.
          (typeOnly && target === 'web/src/i18n/failure-text.ts'),
      ),
    ).toEqual([])
  })

  it('adapters import neither Vue nor components', () => {
    expect(
      violations(
        importsOf('web/src/{media,platform,features/*/{adapters,persistence,transport}}/**/*.ts'),
        ({ target }) => !target.endsWith('.vue') && !target.includes('/ui/') && target !== 'vue',
      ),
    ).toEqual([])
  })
})

describe('workflows', () => {
  it('pin every action to a commit, because a tag can be moved', () => {
    const workflows = globSync('.github/workflows/*.yml', { cwd: root })
    expect(workflows).not.toHaveLength(0)
    const uses = workflows.flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/uses: (\S+)/g)].map(
        ([, action]) => action,
      ),
    )
    expect(uses.filter((action) => !/@[0-9a-f]{40}$/.test(action ?? ''))).toEqual([])
  })
})
