/** `pnpm run licences`: every package whose code is shipped, with its licence, from what is installed. */
import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { licenceOf, readManifest } from '../web/third-party.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What goes to browsers and to Cloudflare is made of these workspaces. */
const shipped = ['web', 'edge', 'shared/contract']

/** A package that is shipped, or may be: bundling leaves out what is never called. */
export interface Shipped {
  name: string
  version: string
  /** SPDX, as the package itself says; '' if it says nothing. */
  licence: string
}

/** Where Node would find a package from a folder. */
function resolvePackage(name: string, from: string): string | undefined {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate)
  }
  return undefined
}

/** The dependencies of what is shipped, and theirs, each version once, by name. */
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
