/** The rules of the house that no compiler knows. */
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

const breaches = (imports: Import[], isAllowed: (one: Import) => boolean) =>
  imports.filter((one) => !isAllowed(one)).map((one) => `${one.file} → ${one.specifier}`)

describe('arrows between packages', () => {
  it('the contract imports valibot and itself', () => {
    const imports = importsOf('shared/contract/src/**/*.ts')
    expect(
      breaches(
        imports,
        ({ target }) => target === 'valibot' || target.startsWith('shared/contract/'),
      ),
    ).toEqual([])
  })

  it('the Worker imports the contract, its libraries and itself', () => {
    const libraries = ['@reelferry/contract', '@valibot/to-json-schema', 'hono', 'jose', 'valibot']
    const isLibrary = (target: string) =>
      libraries.some((name) => target === name || target.startsWith(`${name}/`))
    expect(
      breaches(
        importsOf('edge/src/**/*.ts'),
        ({ target }) => isLibrary(target) || target.startsWith('edge/src/'),
      ),
    ).toEqual([])
  })

  it('the studio takes nothing but types from the Worker, and nothing from the local region', () => {
    expect(
      breaches(
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
      breaches(
        importsOf('shared/local-vod/src/**/*.ts'),
        ({ target }) => target.startsWith('node:') || target.startsWith('shared/local-vod/src/'),
      ),
    ).toEqual([])
  })

  it('nothing imports the studio', () => {
    const imports = importsOf('{edge,shared}/**/{src,test}/**/*.ts')
    expect(breaches(imports, ({ target }) => !/^(@reelferry\/)?web(\/|$)/.test(target))).toEqual([])
  })
})

describe('parts that another site embeds', () => {
  it('are found in their own root, and leave the page around it as it is', () => {
    const files = globSync(
      'web/src/features/{capture,compress,details,edit,pick,upload}/**/*.{ts,vue}',
      {
        cwd: root,
      },
    )
    expect(files).not.toHaveLength(0)
    const page = /document\.(getElementById|querySelector|documentElement|title|body|head)\b/
    expect(files.filter((file) => page.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
  })
})

describe('arrows inside a feature', () => {
  it('a model is plain TypeScript: no Vue, no adapter, no page', () => {
    expect(
      breaches(
        importsOf('web/src/features/*/model/*.ts'),
        ({ target }) =>
          ['@reelferry/contract', 'valibot'].includes(target) ||
          /^web\/src\/features\/\w+\/model\//.test(target),
      ),
    ).toEqual([])
  })

  it('an adapter knows models and the outside, never a page', () => {
    expect(
      breaches(
        importsOf('web/src/features/*/adapters/*.ts'),
        ({ target }) => !target.endsWith('.vue') && !target.includes('/ui/') && target !== 'vue',
      ),
    ).toEqual([])
  })
})
