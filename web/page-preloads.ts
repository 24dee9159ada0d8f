import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite'

/** The code of each page that is not a part of the first load, relative to `web`. */
const codeOfPages: Record<string, string[]> = {
  '/library': ['src/pages/LibraryPage.vue', 'src/features/library/ui/LibraryView.vue'],
}

/** The chunks of texts that a page shows first, by page. All pages show those of `''`. */
const textsOfPages: Record<string, string[]> = {
  '': ['core'],
  '/library': ['library', 'details'],
}

const textFile = /\/src\/i18n\/locales\/([^/]+)\/([^/]+)\.ts$/

/**
 * Lets the browser load the code and the texts of the page together with the first script, which would request them
 * later. The links name the page and the language they are for, and the Worker removes those of others: see
 * `edge/src/pages/preloads.ts`. Their low priority lets the first script arrive first.
 */
export const pagePreloads: Plugin = {
  name: 'page-preloads',
  transformIndexHtml: {
    order: 'post',
    handler(_, { path, bundle, chunk: entry }) {
      if (path !== '/index.html' || !bundle || !entry) return []
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk')
      const first = filesWithImports(entry, chunks)
      const filesOf = (isWanted: (module: string) => boolean) => {
        const wanted = chunks.filter(({ moduleIds }) => moduleIds.some(isWanted))
        const all = wanted.flatMap((chunk) => filesWithImports(chunk, chunks))
        return [...new Set(all)].filter((file) => !first.includes(file))
      }
      const code = Object.entries(codeOfPages).flatMap(([page, modules]) =>
        filesOf((id) => modules.some((module) => id.endsWith(`/web/${module}`))).map((file) =>
          preload(file, { 'data-page': page }),
        ),
      )
      const texts = Object.entries(textsOfPages).flatMap(([page, names]) =>
        languagesIn(chunks).flatMap((language) =>
          filesOf((id) => {
            const [, tag, name = ''] = textFile.exec(id) ?? []
            return tag === language && names.includes(name)
          }).map((file) =>
            preload(file, { 'data-language': language, ...(page && { 'data-page': page }) }),
          ),
        ),
      )
      return [...code, ...texts]
    },
  },
}

const languagesIn = (chunks: readonly Rolldown.OutputChunk[]): string[] => [
  ...new Set(
    chunks.flatMap(({ moduleIds }) => moduleIds.flatMap((id) => textFile.exec(id)?.[1] ?? [])),
  ),
]

/** A chunk, everything that it imports statically, and the style sheets of all of them. */
function filesWithImports(
  chunk: Rolldown.OutputChunk,
  chunks: readonly Rolldown.OutputChunk[],
): string[] {
  const found = new Set<string>()
  const collect = ({ fileName, imports, viteMetadata }: Rolldown.OutputChunk) => {
    if (found.has(fileName)) return
    found.add(fileName)
    viteMetadata?.importedCss.forEach((file) => found.add(file))
    for (const imported of chunks) if (imports.includes(imported.fileName)) collect(imported)
  }
  collect(chunk)
  return [...found]
}

function preload(file: string, attributes: Record<string, string>): HtmlTagDescriptor {
  const kind = file.endsWith('.css') ? { rel: 'preload', as: 'style' } : { rel: 'modulepreload' }
  return {
    tag: 'link',
    attrs: { ...kind, crossorigin: true, fetchpriority: 'low', href: `/${file}`, ...attributes },
    injectTo: 'head',
  }
}
