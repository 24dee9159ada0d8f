/** Compressed files in the origin private file system, each under a name of its own, until they are published. */

const directoryName = 'compressed'

/** The name under which what is made of a job's file is kept. */
export const outputNameOf = (jobId: string): string => `${jobId}.mp4`

const directory = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(directoryName, { create: true })

/** What of FileSystemSyncAccessHandle is used here; TypeScript knows it in workers alone. */
export interface OutputFile {
  write(bytes: Uint8Array, options: { at: number }): number
  read(bytes: Uint8Array, options: { at: number }): number
  truncate(size: number): void
  flush(): void
  close(): void
}

/** A new file, empty whatever was there before; in a worker. Nobody else can open it until it is closed. */
export async function createOutputFile(name: string): Promise<OutputFile> {
  await remove(markOf(name))
  return openEmpty(await (await directory()).getFileHandle(name, { create: true }))
}

/** Empties a file and opens it for writing; in a worker. Nobody else can open it until it is closed. */
export async function openEmpty(handle: FileSystemFileHandle): Promise<OutputFile> {
  const file = await (
    handle as unknown as {
      createSyncAccessHandle(): Promise<OutputFile>
    }
  ).createSyncAccessHandle()
  file.truncate(0)
  return file
}

/** Writes all of it, or rejects with QuotaExceededError. */
export function writeAll(file: OutputFile, bytes: Uint8Array, at: number): void {
  if (file.write(bytes, { at }) < bytes.byteLength)
    throw new DOMException('Out of space.', 'QuotaExceededError')
}

/** Beside a file that was verified stands one of this name, with what it was made by: so a page that is opened anew knows. */
const markOf = (name: string) => `${name}.verified`

/** Notes that a file is whole and what was asked for; in a worker. */
export async function markVerified(name: string, recipe: string): Promise<void> {
  const mark = await openEmpty(
    await (await directory()).getFileHandle(markOf(name), { create: true }),
  )
  writeAll(mark, new TextEncoder().encode(recipe), 0)
  mark.close()
}

/** A file that an earlier page finished and verified, if there is one and it was made by the same recipe. */
export async function verifiedOutputFile(name: string, recipe: string): Promise<File | undefined> {
  const names = await outputFileNames()
  if (!names.includes(markOf(name)) || !names.includes(name)) return undefined
  const mark = await (await readOutputFile(markOf(name))).text()
  return mark === recipe ? readOutputFile(name) : undefined
}

/** Whether somebody began a file of that name, and was ended in the middle of it. */
export async function hasUnfinishedOutput(name: string): Promise<boolean> {
  const names = await outputFileNames()
  return names.includes(name) && !names.includes(markOf(name))
}

/** A file that is written to its end; rejects with NotFoundError if there is none. */
export async function readOutputFile(name: string): Promise<File> {
  return (await (await directory()).getFileHandle(name)).getFile()
}

/** Milliseconds, and how often, a file is waited for that a worker which was just ended still holds. */
const releaseInterval = 50
const releaseTries = 40

/** Removes a file, and its mark before it; does nothing if there is none. */
export async function removeOutputFile(name: string): Promise<void> {
  await remove(markOf(name))
  await remove(name)
}

async function remove(name: string, tries = releaseTries): Promise<void> {
  try {
    await (await directory()).removeEntry(name)
  } catch (error) {
    const { name: reason } = error as DOMException
    if (reason === 'NotFoundError') return
    if (reason !== 'NoModificationAllowedError' || tries === 0) throw error
    await new Promise((resolve) => setTimeout(resolve, releaseInterval))
    return remove(name, tries - 1)
  }
}

/** The names of all files there are. */
export async function outputFileNames(): Promise<string[]> {
  const entries = (await directory()) as unknown as { keys(): AsyncIterable<string> }
  const names: string[] = []
  for await (const name of entries.keys()) names.push(name)
  return names
}
