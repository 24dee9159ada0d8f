import { validateSourceFile } from '@reelferry/contract'
import type { ChosenFile } from '../../../platform/chosen-file.ts'

/** The videos of a folder and of the folders in it. */
export interface FolderContent {
  videos: ChosenFile[]
  /** Whether every entry could be read. */
  isComplete: boolean
}

/** Ignores files that are not videos: the creator chose the folder, not each file. */
export const videosOf = (files: File[]): ChosenFile[] =>
  files
    .filter((file) => validateSourceFile(file, Infinity) !== 'not-a-video')
    .map((file) => ({ file }))

/** Reads a dropped folder. Skips entries that cannot be read. */
export async function readFolder(folder: FileSystemDirectoryEntry): Promise<FolderContent> {
  const files: File[] = []
  const isComplete = await readInto(files, folder)
  return { videos: videosOf(files), isComplete }
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
