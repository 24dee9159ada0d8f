import { formatOfExtension, splitName } from '@reelferry/contract'
import { readFormat } from '../../../platform/read-format.ts'
import type { ChosenFile } from '../../../platform/chosen-file.ts'

/** The videos of a folder and of the folders in it. */
export interface FolderContent {
  videos: ChosenFile[]
  /** Whether every entry could be read. */
  isComplete: boolean
}

/** Ignores files that are not videos: the creator chose the folder, not each file. */
export async function videosOf(files: File[]): Promise<ChosenFile[]> {
  const videos: ChosenFile[] = []
  for (const file of files) if (await isVideo(file)) videos.push({ file })
  return videos
}

/** Extensions that other files have more often than videos, such as the source code of programs. */
const ambiguousExtensions = ['ts', 'dat']

async function isVideo(file: File): Promise<boolean> {
  const { extension } = splitName(file.name)
  const isAmbiguous = ambiguousExtensions.includes(extension)
  // The system reports a type by the extension, so it does not help with an ambiguous one.
  if (!isAmbiguous) {
    if (formatOfExtension(extension) || file.type.startsWith('video/')) return true
    if (/^(image|audio|text)\//.test(file.type)) return false
  }
  return readFormat(file).then(
    (format) => format !== undefined,
    () => false,
  )
}

/** Reads a dropped folder. Skips entries that cannot be read. */
export async function readFolder(folder: FileSystemDirectoryEntry): Promise<FolderContent> {
  const files: File[] = []
  const isComplete = await readInto(files, folder)
  return { videos: await videosOf(files), isComplete }
}

/** Adds the files of an entry to `files`. Resolves with whether all of them could be read. */
async function readInto(files: File[], entry: FileSystemEntry): Promise<boolean> {
  try {
    if (!entry.isDirectory) {
      files.push(await fileOf(entry as FileSystemFileEntry))
      return true
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    // `readEntries` returns a few entries at a time and an empty list at the end (File and Directory Entries API).
    for (let isComplete = true; ;) {
      const entries = await entriesOf(reader)
      if (entries.length === 0) return isComplete
      for (const child of entries) isComplete = (await readInto(files, child)) && isComplete
    }
  } catch {
    return false
  }
}

const entriesOf = (reader: FileSystemDirectoryReader) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject))
