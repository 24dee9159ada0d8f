import { validateSourceFile } from '@reelferry/contract'
import type { ChosenFile } from '../../../platform/chosen-file.ts'

/** What a folder holds, and the folders in it. */
export interface FolderContent {
  videos: ChosenFile[]
  /** Whether all of it could be read. */
  isWhole: boolean
}

/** Of a folder only its videos were meant. */
const videosOf = (files: File[]): ChosenFile[] =>
  files
    .filter((file) => validateSourceFile(file, Infinity) !== 'not-a-video')
    .map((file) => ({ file }))

/** Lets a folder be chosen, which takes a click; its videos, and those of the folders in it. Nothing if none is. */
export function chooseFolder(): Promise<ChosenFile[] | undefined> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.webkitdirectory = true
    input.addEventListener('change', () => resolve(videosOf([...(input.files ?? [])])))
    input.addEventListener('cancel', () => resolve(undefined))
    input.click()
  })
}

/** Reads a folder that was dropped. What of it cannot be read does not cost the rest. */
export async function readFolder(folder: FileSystemDirectoryEntry): Promise<FolderContent> {
  const files: File[] = []
  const isWhole = await readInto(files, folder)
  return { videos: videosOf(files), isWhole }
}

/** Adds the files of an entry. Tells whether all of them could be read. */
async function readInto(files: File[], entry: FileSystemEntry): Promise<boolean> {
  try {
    if (!entry.isDirectory) {
      files.push(await fileOf(entry as FileSystemFileEntry))
      return true
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    // Some at a time, until there are no more (File and Directory Entries API).
    for (let isWhole = true; ;) {
      const entries = await entriesOf(reader)
      if (entries.length === 0) return isWhole
      for (const one of entries) isWhole = (await readInto(files, one)) && isWhole
    }
  } catch {
    return false
  }
}

const entriesOf = (reader: FileSystemDirectoryReader) =>
  new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject))
