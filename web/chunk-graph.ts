import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** One file of a build, with the files that a browser loads together with it. Paths are relative to `web/dist/client`. */
interface Chunk {
  file: string
  /** Source modules in it, relative to `web`. */
  modules: string[]
  /** Files that this one imports statically. */
  imports: string[]
  /** Style sheets that come with it. */
  css: string[]
}

/**
 * Writes `web/dist/<name>-chunks.json`, from which `.config/size-limit.js` computes the size of each step. The
 * file is outside `web/dist/client`, so it is not deployed.
 */
export const chunkGraph = (name: string): Plugin => ({
  name: 'chunk-graph',
  enforce: 'post', // after the plugins that remove files
  generateBundle(_, bundle) {
    const { name: environment, config } = this.environment
    if (environment !== 'client') return
    const chunks = Object.values(bundle).flatMap((output): Chunk[] => {
      if (output.type !== 'chunk') return []
      const { fileName: file, moduleIds, imports, viteMetadata } = output
      const modules = moduleIds
        .filter((id) => id.startsWith(`${config.root}/`) && !id.includes('?'))
        .map((id) => id.slice(config.root.length + 1))
      return [{ file, modules, imports, css: [...(viteMetadata?.importedCss ?? [])] }]
    })
    const path = fileURLToPath(new URL(`dist/${name}-chunks.json`, import.meta.url))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, JSON.stringify(chunks, null, 2))
  },
})
