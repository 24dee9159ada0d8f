/** Compressed files in the origin private file system, each under a name of its own, until they are published. */

const directoryName = 'compressed'

const directory = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(directoryName, { create: true })

/** What of FileSystemSyncAccessHandle is used here; TypeScript knows it in workers alone. */
export interface OutputFile {
  write(bytes: Uint8Array, options: { at: number }): number
  read(bytes: Uint8Array, options: { at: number }): number
  flush(): void
  close(): void
}

/** A new file, empty whatever was there before; in a worker. Nobody else can open it until it is closed. */
export async function createOutputFile(name: string): Promise<OutputFile> {
  const handle = await (await directory()).getFileHandle(name, { create: true })
  const file = await (
    handle as unknown as {
      createSyncAccessHandle(): Promise<OutputFile & { truncate(size: number): void }>
    }
  ).createSyncAccessHandle()
  file.truncate(0)
  return file
}

/** A finished file; rejects with NotFoundError if there is none. */
export async function readOutputFile(name: string): Promise<File> {
  return (await (await directory()).getFileHandle(name)).getFile()
}

/** Milliseconds, and how often, a file is waited for that a worker which was just ended still holds. */
const releaseInterval = 50
const releaseTries = 40

/** Removes a file; does nothing if there is none. */
export async function removeOutputFile(name: string, tries = releaseTries): Promise<void> {
  try {
    await (await directory()).removeEntry(name)
  } catch (error) {
    const { name: reason } = error as DOMException
    if (reason === 'NotFoundError') return
    if (reason !== 'NoModificationAllowedError' || tries === 0) throw error
    await new Promise((resolve) => setTimeout(resolve, releaseInterval))
    return removeOutputFile(name, tries - 1)
  }
}

/** The names of all files there are. */
export async function outputFileNames(): Promise<string[]> {
  const entries = (await directory()) as unknown as { keys(): AsyncIterable<string> }
  const names: string[] = []
  for await (const name of entries.keys()) names.push(name)
  return names
}
