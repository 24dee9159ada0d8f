/** `pnpm run licences`: lists the licence of each installed package whose code can be shipped. */
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { licenceOf, readManifest } from '../web/third-party.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Workspaces whose code is sent to browsers or to Cloudflare. */
const shipped = ['web', 'edge', 'shared/contract', 'shared/retry']

/** A package that can be part of a bundle. The bundler removes unused code, so not each of them is. */
export interface Shipped {
  name: string
  version: string
  /** SPDX expression from the package's manifest; '' if it has none. */
  licence: string
}

/** Resolves a package as Node does: in `node_modules` of the folder or the nearest parent. */
function resolvePackage(name: string, from: string): string | undefined {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate)
  }
  return undefined
}

/** All direct and indirect dependencies of the shipped workspaces, sorted by name; each version once. */
export function shippedPackages(): Shipped[] {
  const found = new Map<string, Shipped>()
  const visit = (folder: string) => {
    for (const name of Object.keys(readManifest(folder).dependencies ?? {})) {
      const target = resolvePackage(name, folder)
      if (!target || found.has(target)) continue
      const manifest = readManifest(target)
      if (!name.startsWith('@reelferry/'))
        found.set(target, {
          name,
          version: manifest.version,
          licence: licenceOf(manifest),
        })
      visit(target)
    }
  }
  for (const workspace of shipped) visit(join(root, workspace))
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

if (import.meta.main)
  for (const { name, version, licence } of shippedPackages())
    console.log(`${licence.padEnd(14)} ${name} ${version}`)
