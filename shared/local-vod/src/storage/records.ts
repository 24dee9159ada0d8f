import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'

/** A named map of records that survives a restart. Values are JSON; they are replaced, never mutated. */
export interface Table<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
  delete(key: string): void
  /** In order of first insertion. */
  entries(): [string, T][]
  values(): T[]
}

type Line = [table: string, key: string, value?: unknown]

/**
 * All records of a region in one append-only file of JSON lines: `[table, key, value]`, or `[table, key]` for a deletion.
 * Opening replays the file and rewrites it without superseded lines. An incomplete last line, the result of a crash, is
 * dropped.
 */
export class Records {
  readonly #tables: Map<string, Map<string, unknown>>
  readonly #descriptor: number

  /** Opens or creates the file. Throws the file system's error, or a SyntaxError if the file is damaged. */
  constructor(file: string) {
    this.#tables = existsSync(file) ? replay(readFileSync(file, 'utf8')) : new Map()
    writeFileSync(`${file}.new`, dump(this.#tables))
    renameSync(`${file}.new`, file)
    this.#descriptor = openSync(file, 'a')
  }

  /** The table with this name. The caller decides its type, because only this process writes the file. */
  table<T>(name: string): Table<T> {
    const rows = tableOf(this.#tables, name) as Map<string, T>
    return {
      get: (key) => rows.get(key),
      set: (key, value) => {
        rows.set(key, value)
        this.#append([name, key, value])
      },
      delete: (key) => {
        if (rows.delete(key)) this.#append([name, key])
      },
      entries: () => [...rows.entries()],
      values: () => [...rows.values()],
    }
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  // Synchronous, so that a record is in the file before a response depends on it.
  #append(line: Line): void {
    writeSync(this.#descriptor, `${JSON.stringify(line)}\n`)
  }
}

function tableOf(tables: Map<string, Map<string, unknown>>, name: string): Map<string, unknown> {
  let rows = tables.get(name)
  if (!rows) tables.set(name, (rows = new Map()))
  return rows
}

function replay(text: string): Map<string, Map<string, unknown>> {
  const tables = new Map<string, Map<string, unknown>>()
  const completeLines = text.slice(0, text.lastIndexOf('\n') + 1)
  for (const line of completeLines.split('\n')) {
    if (!line) continue
    const [table, key, ...value] = JSON.parse(line) as Line
    const rows = tableOf(tables, table)
    if (value.length) rows.set(key, value[0])
    else rows.delete(key)
  }
  return tables
}

const dump = (tables: Map<string, Map<string, unknown>>): string =>
  [...tables]
    .flatMap(([table, rows]) => [...rows].map(([key, value]): Line => [table, key, value]))
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('')
