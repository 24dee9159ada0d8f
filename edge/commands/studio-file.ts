import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'

/**
 * What `pnpm run setup` knows of one studio: what it generated and was told, for the next run and the
 * other commands. The key of the VOD account is not in it.
 */
const Studio = v.object({
  /** Origin, once it has been deployed. */
  address: v.optional(v.string()),
  /** The host name it was given. */
  domain: v.optional(v.string()),
  variables: v.record(v.string(), v.string()),
  secrets: v.record(v.string(), v.string()),
})
export type Studio = v.InferOutput<typeof Studio>

/** Holds one studio between two runs. */
export interface StudioFile {
  /** @throws Error if the file is not one of ours. */
  read(): Studio
  write(studio: Studio): void
  delete(): void
}

const folder = fileURLToPath(new URL('../.secrets/', import.meta.url))

/** `edge/.secrets/<environment>.json`: ignored by Git, and readable by its owner alone. */
export function studioFile(environment: string, directory = folder): StudioFile {
  const path = `${directory}/${environment}.json`
  return {
    read() {
      let text: string
      try {
        text = readFileSync(path, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        return { variables: {}, secrets: {} }
      }
      const result = v.safeParse(v.pipe(v.string(), v.parseJson(), Studio), text)
      if (!result.success) throw new Error(`${path} is damaged. Mend it, or move it away.`)
      return result.output
    },
    write(studio) {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      // In one step, so that a command killed here leaves the one or the other.
      writeFileSync(`${path}.new`, `${JSON.stringify(studio, null, 2)}\n`, { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
    delete: () => rmSync(path, { force: true }),
  }
}

/** The name of an environment's Worker. */
export const workerName = (environment: string) =>
  environment === 'production' ? 'reelferry' : `reelferry-${environment}`

/** The title of its KV namespace, which is the one that wrangler would choose itself. */
export const namespaceTitle = (environment: string) => `${workerName(environment)}-uploads`
