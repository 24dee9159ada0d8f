import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'

/**
 * The data that `pnpm run setup` stores about one studio, for its next run and for the other commands. Does not contain
 * the key of the VOD account.
 */
const Studio = v.object({
  /** Origin; absent before the first deployment. */
  address: v.optional(v.string()),
  /** Custom host name. */
  domain: v.optional(v.string()),
  variables: v.record(v.string(), v.string()),
  secrets: v.record(v.string(), v.string()),
})
export type Studio = v.InferOutput<typeof Studio>

/** The stored data of one studio. */
export interface StudioFile {
  /** @throws Error if the file is damaged */
  read(): Studio
  write(studio: Studio): void
  delete(): void
}

const folder = fileURLToPath(new URL('../.secrets/', import.meta.url))

/** `edge/.secrets/<environment>.json`: ignored by Git, and readable only by its owner. */
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
      if (!result.success) throw new Error(`${path} is damaged. Repair it, or move it away.`)
      return result.output
    },
    write(studio) {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      // Renaming is atomic: a command that is killed here leaves the old or the new file.
      writeFileSync(`${path}.new`, `${JSON.stringify(studio, null, 2)}\n`, { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
    delete: () => rmSync(path, { force: true }),
  }
}

/** Name of an environment's Worker. */
export const workerName = (environment: string) =>
  environment === 'production' ? 'reelferry' : `reelferry-${environment}`

/** Title of an environment's KV namespace: the same as wrangler's default. */
export const namespaceTitle = (environment: string) => `${workerName(environment)}-uploads`
