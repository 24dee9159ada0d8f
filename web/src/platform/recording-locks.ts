import { announceChange } from './recording-changes.ts'

const prefix = 'reelferry-recording-'

/**
 * Makes a recording this tab's own until what is returned is called, or the tab ends; `undefined` if another
 * tab has it.
 */
export async function claim(directory: string): Promise<(() => void) | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<(() => void) | undefined>()
  navigator.locks
    .request(prefix + directory, { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(undefined)
      return new Promise<void>((release) => resolve(release))
    })
    .then(announceChange, reject)
  return promise
}

/** The directories of the recordings that some tab has. */
export async function claimed(): Promise<Set<string>> {
  const { held = [] } = await navigator.locks.query()
  const names = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : []))
  return new Set(names.map((name) => name.slice(prefix.length)))
}
